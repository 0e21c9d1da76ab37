using System.Diagnostics;
using System.Diagnostics.Metrics;
using Azure.Core;
using Azure.Core.Pipeline;
using Inburgering.Telemetry;

namespace Inburgering.Storage;

/// <summary>
/// Counts every request to storage, each try of its own, by use case, operation, table or container, and status: the counter
/// <c>inburgering.storage.requests</c> of the meter <c>Inburgering.Storage</c>. OpenTelemetry exports it like any other meter.
/// </summary>
public sealed class StorageRequestCounting : HttpPipelinePolicy
{
    /// <summary>The meter, for whoever exports it.</summary>
    public const string MeterName = "Inburgering.Storage";

    // Counted where no answer came.
    private const int NoAnswer = 0;

    private readonly Counter<long> requests;
    private readonly string prefix;

    /// <param name="meters">Where the counter belongs.</param>
    /// <param name="prefix">What stands before the names of all tables and containers, and is not counted with them.</param>
    public StorageRequestCounting(IMeterFactory meters, string prefix = "")
    {
        requests = meters.Create(MeterName).CreateCounter<long>("inburgering.storage.requests", "{request}", "Requests to storage");
        this.prefix = prefix;
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var status = NoAnswer;
        try
        {
            ProcessNext(message, pipeline);
            status = message.Response.Status;
        }
        finally
        {
            Count(message.Request, status);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var status = NoAnswer;
        using var span = Traces.Begin("storage", ActivityKind.Client);
        try
        {
            await ProcessNextAsync(message, pipeline);
            status = message.Response.Status;
        }
        finally
        {
            var operation = Count(message.Request, status);
            span?.SetTag("operation", operation.Name).SetTag("store", operation.Store).SetTag("status", status);
        }
    }

    private StorageOperation Count(Request request, int status)
    {
        var operation = StorageOperation.Of(request, prefix);
        requests.Add(1, new("use_case", UseCase.Name), new("operation", operation.Name), new("store", operation.Store), new("status", status));
        return operation;
    }
}
