using System.Net;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.Durable;

public sealed class OrchestrationsDoorTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_door_lists_instances_and_shows_one_with_its_history()
    {
        await using var app = await RunningApp.StartAsync(azurite, [typeof(ShortFunctions)]);
        var client = app.Services.GetRequiredService<DurableTaskClient>();
        var done = await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(ShortFunctions.EventOrTimer), "Ayşe", new StartOrchestrationOptions("a/b ğ"), Cancellation);
        await client.RaiseEventAsync(done, "Wake", Cancellation);
        await client.WaitForInstanceCompletionAsync(done, Cancellation);
        await client.ScheduleNewOrchestrationInstanceAsync(nameof(ShortFunctions.Sleep), TimeSpan.FromDays(1), Cancellation);

        Assert.Equal(2, (await app.GetJsonAsync("/local/orchestrations")).GetProperty("items").GetArrayLength());
        var listed = (await app.GetJsonAsync("/local/orchestrations?status=completed")).GetProperty("items")[0];
        Assert.Equal(done, listed.GetProperty("instanceId").GetString());
        Assert.Equal("EventOrTimer", listed.GetProperty("name").GetString());
        Assert.Equal("Completed", listed.GetProperty("runtimeStatus").GetString());

        var shown = await app.GetJsonAsync($"/local/orchestrations/{Uri.EscapeDataString(done)}");
        Assert.Equal("Ayşe", shown.GetProperty("input").GetString());
        Assert.Equal("event", shown.GetProperty("output").GetString());
        Assert.Equal(
            ["ExecutionStarted", "OrchestratorStarted", "TimerCreated", "OrchestratorStarted", "EventRaised", "TaskScheduled", "TimerCanceled", "OrchestratorStarted", "TaskCompleted", "ExecutionCompleted"],
            shown.GetProperty("history").EnumerateArray().Select(item => item.GetProperty("eventType").GetString()!));
    }

    [Fact]
    public async Task An_unknown_instance_is_404_and_an_unknown_status_400_as_problem_json()
    {
        await using var app = await RunningApp.StartAsync(azurite, [typeof(ShortFunctions)]);
        using var unknown = await app.SendAsync(HttpMethod.Get, "/local/orchestrations/nobody");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType!.MediaType);
        using var bad = await app.SendAsync(HttpMethod.Get, "/local/orchestrations?status=asleep");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal("application/problem+json", bad.Content.Headers.ContentType!.MediaType);
    }
}
