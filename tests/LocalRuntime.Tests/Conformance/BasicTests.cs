namespace Inburgering.LocalRuntime.Tests.Conformance;

public sealed class BasicTests(EngineFixture engine) : ConformanceTest(engine)
{
    [Fact]
    public async Task An_activity_gets_its_input_and_gives_its_result() =>
        Assert.Equal("Hello Ayşe 🌍!", await OutputAsync<string>(await StartAsync("SayHello", "Ayşe 🌍")));

    [Fact]
    public async Task A_timer_fires_when_the_clock_reaches_it()
    {
        var id = await StartAsync("WaitAndGreet", "Ali");
        await Engine.AdvanceAsync(TimeSpan.FromDays(9));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await InstanceAsync(id)).RuntimeStatus);
        await Engine.AdvanceAsync(TimeSpan.FromDays(1.1));
        Assert.Equal("Hello Ali!", (await InstanceAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_without_payload_wins_against_a_timer()
    {
        var id = await StartAsync("EventOrTimer");
        await Client.RaiseEventAsync(id, "wake", Cancellation);
        Assert.Equal("Hello event!", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task A_timer_wins_against_an_event_that_does_not_come()
    {
        var id = await StartAsync("EventOrTimer");
        await Engine.AdvanceAsync(TimeSpan.FromDays(4));
        Assert.Equal("Hello timer!", await OutputAsync<string>(id));
    }

    [Fact]
    public async Task Continue_as_new_goes_on_with_the_new_input()
    {
        var id = await StartAsync("CountUp", 0);
        await Engine.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal(5, (await InstanceAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Events_are_taken_first_in_first_out()
    {
        var id = await StartAsync("TakeEvents", 3);
        foreach (var number in new[] { 7, 5, 9 })
        {
            await Client.RaiseEventAsync(id, "Number", number, Cancellation);
        }

        Assert.Equal([7, 5, 9], await OutputAsync<List<int>>(id));
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_was()
    {
        var timer = await StartAsync("WaitAndGreet", "Ali");
        var events = await StartAsync("TakeEvents", 2);
        await Client.RaiseEventAsync(events, "Number", 1, Cancellation);
        await Engine.RestartAsync();
        await Client.RaiseEventAsync(events, "Number", 2, Cancellation);
        Assert.Equal([1, 2], await OutputAsync<List<int>>(events));
        await Engine.AdvanceAsync(TimeSpan.FromDays(11));
        Assert.Equal("Hello Ali!", (await InstanceAsync(timer)).ReadOutputAs<string>());
    }
}
