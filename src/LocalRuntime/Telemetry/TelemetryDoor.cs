using System.Diagnostics;
using System.Text.Json.Nodes;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Telemetry;

/// <summary>
/// Shows at <c>/local/telemetry</c> what was counted since the start, each combination of tags by itself, and at
/// <c>/local/telemetry/spans?trace=…</c> the newest spans.
/// </summary>
internal sealed class TelemetryDoor(Counters counters, Spans spans) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/local/telemetry", (RequestDelegate)(http => Show().ExecuteAsync(http)));
        endpoints.MapGet("/local/telemetry/spans", (RequestDelegate)(http => ShowSpans(http.Request.Query["trace"]).ExecuteAsync(http)));
    }

    private IResult ShowSpans(string? traceId) => Results.Json(new JsonObject
    {
        ["items"] = new JsonArray([.. spans.Read(traceId).Select(span => new JsonObject
        {
            ["traceId"] = span.TraceId.ToHexString(),
            ["spanId"] = span.SpanId.ToHexString(),
            ["parentSpanId"] = span.ParentSpanId == default ? null : span.ParentSpanId.ToHexString(),
            ["name"] = span.DisplayName,
            ["kind"] = span.Kind.ToString(),
            ["startedAt"] = span.StartTimeUtc,
            ["milliseconds"] = Math.Round(span.Duration.TotalMilliseconds, 2),
            ["status"] = span.Status == ActivityStatusCode.Unset ? null : $"{span.Status} {span.StatusDescription}".TrimEnd(),
            ["links"] = new JsonArray([.. span.Links.Select(link => (JsonNode)link.Context.TraceId.ToHexString())]),
            ["tags"] = new JsonObject(span.TagObjects.Select(tag => KeyValuePair.Create<string, JsonNode?>(tag.Key, FormattableString.Invariant($"{tag.Value}")))),
        })]),
    });

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
