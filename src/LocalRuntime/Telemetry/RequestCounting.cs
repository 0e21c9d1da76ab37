using System.Diagnostics.Metrics;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Inburgering.LocalRuntime.Telemetry;

/// <summary>
/// Counts what one part of the runtime asks of storage, every try of every request: the counter
/// <c>inburgering.storage.requests</c>, which the app's own storage has too.
/// </summary>
/// <param name="meters">Where the counter belongs.</param>
/// <param name="part">The runtime's part, in the place of the app's use cases.</param>
internal sealed class RequestCounting(IMeterFactory meters, string part) : HttpPipelinePolicy
{
    public const string Counter = "inburgering.storage.requests";
    public const string Orchestrations = "(orchestrations)";
    public const string Messages = "(messages)";
    private const int NoAnswer = 0;

    private readonly Counter<long> requests = meters.Create("Inburgering.LocalRuntime").CreateCounter<long>(Counter, "{request}", "Requests to storage");

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
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
            status = message.Response.Status;
        }
        finally
        {
            Count(message.Request, status);
        }
    }

    private void Count(Request request, int status) =>
        requests.Add(1, new("use_case", part), new("operation", request.Method.Method), new("store", StoreOf(request)), new("status", status));

    // Azurite's addresses begin with the account; then comes a container, or a table with its keys. A transaction names no table.
    private static string StoreOf(Request request) => request.Uri.ToUri().Segments is [_, _, var store, ..] ? store.TrimEnd('/').Split('(')[0] : "";
}
