using System.Text.Json.Nodes;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>What an operator sees of the orchestrations, under <c>/local/orchestrations</c>.</summary>
internal sealed class OrchestrationsDoor(DurableEngine engine) : IDoor
{
    private const int PageSize = 1_000;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Get("/local/orchestrations", http => ListAsync(http.Request.Query["status"], http.RequestAborted));
        endpoints.Get("/local/orchestrations/{**instanceId}", http => ShowAsync(http.RouteText("instanceId"), http.RequestAborted));
    }

    private async Task<IResult> ListAsync(string? status, CancellationToken cancellationToken)
    {
        await engine.Started.WaitAsync(cancellationToken);
        var filter = new OrchestrationQuery();
        if (!string.IsNullOrEmpty(status))
        {
            if (!Enum.TryParse<OrchestrationRuntimeStatus>(status, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted))
            {
                return Results.Problem($"status is one of {string.Join(", ", Enum.GetNames<OrchestrationRuntimeStatus>())}.", statusCode: StatusCodes.Status400BadRequest);
            }

            filter = filter with { Statuses = [wanted] };
        }

        var items = new JsonArray();
        await foreach (var page in engine.Store.QueryAsync(filter, null, PageSize, cancellationToken))
        {
            foreach (var record in page.Values)
            {
                await engine.Store.Blobs.ReadAsync(record.CustomStatus, cancellationToken);
                items.Add(Summary(record));
            }
        }

        return Results.Json(new JsonObject { ["items"] = items });
    }

    private async Task<IResult> ShowAsync(string instanceId, CancellationToken cancellationToken)
    {
        await engine.Started.WaitAsync(cancellationToken);
        // The server decodes every character of a path but this one.
        instanceId = instanceId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (await engine.Store.ReadAsync(instanceId, cancellationToken) is not { Record: var record })
        {
            return Results.Problem($"There is no orchestration '{instanceId}'.", statusCode: StatusCodes.Status404NotFound);
        }

        await engine.Store.Blobs.ReadAsync(record.CustomStatus, cancellationToken);
        await engine.Store.Blobs.ReadAsync(record.Output, cancellationToken);
        var shown = Summary(record);
        shown["input"] = Json(record.Input);
        shown["output"] = Json(record.Output);
        if (record.Failure is { } failure)
        {
            shown["failure"] = new JsonObject { ["errorType"] = failure.ErrorType, ["errorMessage"] = failure.ErrorMessage };
        }

        shown["history"] = new JsonArray([.. record.History.Select(HistoryText.Show)]);
        return Results.Json(shown);
    }

    private static JsonObject Summary(InstanceRecord record) => new()
    {
        ["instanceId"] = record.InstanceId,
        ["name"] = record.Name,
        ["runtimeStatus"] = record.Status.ToString(),
        ["createdAt"] = record.CreatedAt.UtcDateTime,
        ["lastUpdatedAt"] = record.UpdatedAt.UtcDateTime,
        ["customStatus"] = Json(record.CustomStatus),
    };

    private static JsonNode? Json(Payload? payload) => payload?.Text is { } text ? JsonNode.Parse(text) : null;
}
