using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Clock;

/// <summary>Reads and advances the clock at <c>/local/clock</c>.</summary>
internal sealed class ClockDoor(LocalClock clock, ClockDriver driver, WorkInFlight work) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Get("/local/clock", _ => Show());
        endpoints.Post("/local/clock", http => AdvanceAsync(http.Request));
    }

    private IResult Show() => Results.Json(new Reading(clock.GetUtcNow().UtcDateTime, driver.Target?.UtcDateTime, work.Count));

    private async Task<IResult> AdvanceAsync(HttpRequest request)
    {
        var (field, value, refusal) = await ReadAsync(request).ConfigureAwait(false);
        if (refusal is not null)
        {
            return refusal;
        }

        try
        {
            var now = await MoveAsync(field!, value!).ConfigureAwait(false);
            return now is null ? Unreadable(field!, value!) : Results.Json(new Reading(now.Value.UtcDateTime, null, null));
        }
        catch (ArgumentOutOfRangeException)
        {
            return Problem.BadRequest(field!, field == "to" ? "lies in the past; the clock does not go back" : "leads beyond the calendar", value);
        }
        catch (OperationCanceledException)
        {
            return new Problem("about:blank", "Service Unavailable", 503, "The runtime stops. The clock stands where it had got to.").ToResult();
        }
        catch (InvalidOperationException exception)
        {
            return Problem.Internal(exception.Message);
        }
    }

    // A caller who stops waiting does not stop the advance: half-lived time would help nobody.
    private async Task<DateTimeOffset?> MoveAsync(string field, string value)
    {
        if (field == "advance")
        {
            return IsoDuration.Parse(value) is { } duration ? await driver.AdvanceAsync(duration, CancellationToken.None).ConfigureAwait(false) : null;
        }

        return HasZone(value) && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? await driver.AdvanceAsync(instant, CancellationToken.None).ConfigureAwait(false)
            : null;
    }

    private static bool HasZone(string value) =>
        value.EndsWith('Z') || (value.Length > 6 && value[^6] is '+' or '-' && value[^3] == ':');

    private static IResult Unreadable(string field, string value) => Problem.BadRequest(
        field,
        field == "advance" ? "is no ISO 8601 duration such as P30D, P6M or PT1H (never negative)" : "is no instant such as 2027-01-01T00:00:00Z",
        value);

    private static async Task<(string? Field, string? Value, IResult? Refusal)> ReadAsync(HttpRequest request)
    {
        JsonDocument body;
        try
        {
            body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return (null, null, Problem.BadRequest("body", """is no JSON; send { "advance": "P30D" } or { "to": "2027-01-01T00:00:00Z" }"""));
        }

        using (body)
        {
            if (body.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, null, Problem.BadRequest("body", """must be { "advance": "P30D" } or { "to": "2027-01-01T00:00:00Z" }"""));
            }

            var properties = body.RootElement.EnumerateObject().ToList();
            if (properties.FirstOrDefault(property => property.Name is not ("advance" or "to")) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            {
                return (null, null, Problem.BadRequest(unknown.Name, "is not known here; send advance or to"));
            }

            if (properties.Count != 1)
            {
                return (null, null, Problem.BadRequest("advance", properties.Count == 0 ? "is missing, and so is to: send one of them" : "stands beside to: send one of them"));
            }

            var only = properties[0];
            return only.Value.ValueKind == JsonValueKind.String
                ? (only.Name, only.Value.GetString(), null)
                : (null, null, Problem.BadRequest(only.Name, "must be a string", only.Value.GetRawText()));
        }
    }

    /// <param name="Target">Where an advance that goes on will end.</param>
    /// <param name="InFlight">How many pieces of work run or are ready to run.</param>
    private sealed record Reading(
        DateTime Now,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Target,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? InFlight);
}
