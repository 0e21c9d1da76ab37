using Inburgering.LocalRuntime.Tests.Conformance;

namespace Inburgering.LocalRuntime.Tests.Durable;

public sealed class FailureLogTests(EngineFixture engine) : ConformanceTest(engine)
{
    [Fact]
    public async Task A_failed_orchestration_leaves_one_line_with_its_id_and_the_reason_and_nothing_of_its_input()
    {
        var secret = NewId("nobody-must-read-this");
        var id = await StartAsync("LetFail", new FailInput(secret, 1));
        await CompletionAsync(id);
        Assert.Equal(
            [$"Orchestration LetFail failed: instance {id}, {typeof(TaskFailedException).FullName}: Task 'FailFirst' (#0) failed with an unhandled exception: attempt 1 fails"],
            Engine.Log.Containing(id).Where(line => line.Contains("failed", StringComparison.Ordinal)));
        Assert.Empty(Engine.Log.Containing(secret));
    }

    [Fact]
    public async Task Code_that_is_not_deterministic_leaves_a_line_too()
    {
        var id = await StartAsync("ChangeMind");
        await CompletionAsync(id);
        Assert.Single(Engine.Log.Containing($"Orchestration ChangeMind failed: instance {id}, "));
    }
}
