using System.Text.Json.Nodes;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Telemetry;

/// <summary>Shows at <c>/local/telemetry</c> what was counted since the start, each combination of tags by itself.</summary>
internal sealed class TelemetryDoor(Counters counters) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/local/telemetry", (RequestDelegate)(http => Show().ExecuteAsync(http)));

    private IResult Show() => Results.Json(new JsonObject
    {
        ["items"] = new JsonArray([.. counters.Read().Select(sum => new JsonObject
        {
            ["counter"] = sum.Counter,
            ["tags"] = new JsonObject(sum.Tags.Select(tag => KeyValuePair.Create<string, JsonNode?>(tag.Key, tag.Value))),
            ["count"] = sum.Count,
        })]),
    });
}
