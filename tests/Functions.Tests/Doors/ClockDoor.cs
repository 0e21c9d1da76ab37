using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Inburgering.Functions.Tests.Doors;

/// <summary>The clock of an app. Only an app of one's own may be moved.</summary>
internal sealed class ClockDoor(Api api)
{
    /// <summary>Lives on; answers once everything that was due has been done.</summary>
    /// <param name="duration">ISO 8601, as P30D.</param>
    public async Task AdvanceAsync(string duration) => (await api.PostAsync("/local/clock", new JsonObject { ["advance"] = duration })).With(HttpStatusCode.OK);

    public async Task AdvanceToAsync(DateTimeOffset instant) => (await api.PostAsync(
        "/local/clock",
        new JsonObject { ["to"] = instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) })).With(HttpStatusCode.OK);

    /// <summary>Waits until nothing is under way.</summary>
    public Task SettleAsync() => AdvanceAsync("PT0S");

    public async Task<DateTimeOffset> NowAsync() =>
        DateTimeOffset.Parse((await api.GetAsync("/local/clock")).Json.Text("now"), CultureInfo.InvariantCulture);
}
