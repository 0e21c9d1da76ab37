using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Telemetry;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.Durable;

/// <summary>As <see cref="StorageRequestTests"/>, but counted where the requests leave, and shown by the door.</summary>
public sealed class CountedRequestsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_one_activity_and_the_end_take_eight_requests_on_the_wire()
    {
        await using var app = await RunningApp.StartAsync(azurite, [typeof(ShortFunctions)]);
        var requests = await LiveAsync(app, async (client, id) => await client.RaiseEventAsync(id, "Wake", Cancellation));
        // Read the instance; its row as it starts, takes the event and ends; its timer and its open work put into the index and removed.
        Assert.Equal(
            ["DELETE DurableDue 204: 2", "GET DurableInstances 404: 1", "PATCH DurableInstances 204: 2", "POST DurableInstances 204: 1", "PUT DurableDue 204: 2"], requests);
    }

    [Fact]
    public async Task A_timer_one_activity_and_the_end_take_six_requests_on_the_wire()
    {
        await using var app = await RunningApp.StartAsync(azurite, [typeof(ShortFunctions)]);
        var clock = app.Services.GetRequiredService<ClockDriver>();
        var requests = await LiveAsync(app, async (_, _) => await clock.AdvanceAsync(IsoDuration.Parse("P4D")!, Cancellation));
        Assert.Equal(
            ["DELETE DurableDue 204: 1", "GET DurableInstances 404: 1", "PATCH DurableInstances 204: 2", "POST DurableInstances 204: 1", "PUT DurableDue 204: 1"], requests);
    }

    [Fact]
    public async Task The_door_shows_counters_by_their_tags_and_those_of_this_app_only()
    {
        await using var other = await RunningApp.StartAsync(azurite, [typeof(ShortFunctions)]);
        await using var app = await RunningApp.StartAsync(azurite, [typeof(ShortFunctions)]);
        await LiveAsync(other, async (client, id) => await client.RaiseEventAsync(id, "Wake", Cancellation), stop: false);
        Assert.False(Requests(app).ContainsKey("POST DurableInstances 204"));
        Assert.Equal(1, Requests(other)["POST DurableInstances 204"]);

        var items = (await other.GetJsonAsync("/local/telemetry")).GetProperty("items").EnumerateArray().ToList();
        var written = items.Single(item => item.GetProperty("tags").GetProperty("operation").GetString() == "POST"
            && item.GetProperty("tags").GetProperty("store").GetString()!.EndsWith("DurableInstances", StringComparison.Ordinal));
        Assert.Equal("inburgering.storage.requests", written.GetProperty("counter").GetString());
        Assert.Equal("(orchestrations)", written.GetProperty("tags").GetProperty("use_case").GetString());
        Assert.Equal("204", written.GetProperty("tags").GetProperty("status").GetString());
        Assert.Equal(1, written.GetProperty("count").GetInt64());
    }

    /// <summary>What one orchestration asked of storage from its start to its end.</summary>
    private static async Task<IReadOnlyList<string>> LiveAsync(RunningApp app, Func<DurableTaskClient, string, Task> live, bool stop = true)
    {
        var client = app.Services.GetRequiredService<DurableTaskClient>();
        // The engine may still be on its way when the host has started.
        await client.GetInstanceAsync("nobody", Cancellation);
        var before = Requests(app);
        var id = await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(ShortFunctions.EventOrTimer), null, new StartOrchestrationOptions($"short-{Guid.NewGuid():N}"), Cancellation);
        await live(client, id);
        await app.Services.GetRequiredService<WorkInFlight>().WhenIdleAsync(Cancellation);
        if (stop)
        {
            // What is removed later is removed on a stop at the latest.
            await app.StopAsync();
        }

        return [.. Requests(app).Where(sum => sum.Value > before.GetValueOrDefault(sum.Key)).Select(sum => $"{sum.Key}: {sum.Value - before.GetValueOrDefault(sum.Key)}")];
    }

    private static SortedDictionary<string, long> Requests(RunningApp app)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (_, tagged, count) in app.Services.GetRequiredService<Counters>().Read())
        {
            var tags = tagged.ToDictionary(tag => tag.Key, tag => tag.Value);
            if (tags["use_case"] == RequestCounting.Orchestrations)
            {
                sums[$"{tags["operation"]} {tags["store"].Replace(app.Settings.Isolation, "", StringComparison.Ordinal)} {tags["status"]}"] = count;
            }
        }

        return sums;
    }
}
