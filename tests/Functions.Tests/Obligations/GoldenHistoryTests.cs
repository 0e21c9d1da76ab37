using Inburgering.Functions.Obligations;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Running;
using Inburgering.LocalRuntime;
using Inburgering.LocalRuntime.Durable;
using Inburgering.Obligations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inburgering.Functions.Tests.Obligations;

/// <summary>
/// Histories that an orchestration left at some moment under some version, replayed step by step on the code of today: whatever
/// runs when a new release is deployed must go on as it would have. A release that changes the orchestrator adds histories in a folder
/// of its version, by <see cref="Record"/>; those of older versions stay.
/// </summary>
public sealed class GoldenHistoryTests(SharedApp shared)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Functions.Tests", "Obligations", "Histories");

    public static TheoryData<string, string> Histories
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                data.Add(Path.GetFileName(Path.GetDirectoryName(file))!, Path.GetFileNameWithoutExtension(file));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Histories))]
    public void An_orchestration_that_runs_goes_on_under_this_release(string version, string name)
    {
        var events = HistoryText.Read(File.ReadAllText(Path.Combine(Folder, version, name + ".json")).TrimEnd());
        var steps = StepsOf(events);
        Assert.NotEmpty(steps);

        foreach (var (begins, ends) in steps)
        {
            var result = Replay(events.Take(begins), [.. events.Take(ends).Skip(begins).Where(item => !item.IsDecision)], version);

            Assert.True(result.End is not { Status: OrchestrationRuntimeStatus.Failed }, $"Step at event {begins}: {result.End?.Failure?.ErrorMessage}");
            Assert.Equal(Decisions(events.Take(ends).Skip(begins)), Decisions(result.Decisions));
        }
    }

    [Fact]
    public void A_changed_orchestrator_is_seen()
    {
        var events = HistoryText.Read(File.ReadAllText(Path.Combine(Folder, "1.0", "recruitment-letter.json")).TrimEnd());
        var altered = events.Select(item => item.Name == "RenderLetters" ? item with { Name = "PrintLetters" } : item).ToList();

        var last = StepsOf(altered)[^1];
        var result = Replay(altered.Take(last.Begins), [.. altered.Skip(last.Begins).Where(item => !item.IsDecision)], "1.0");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, result.End!.Status);
        Assert.Contains("PrintLetters", result.End.Failure!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_work_an_orchestration_does_is_in_some_history()
    {
        var called = Histories.SelectMany(row => HistoryText.Read(File.ReadAllText(Path.Combine(Folder, row.Data.Item1, row.Data.Item2 + ".json")).TrimEnd()))
            .Where(item => item.Kind == HistoryEventKind.TaskScheduled)
            .Select(item => item.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(["AdvanceObligation", "BuildDossier", "PublishOutbox", "RenderLetters"], called);
    }

    /// <summary>Only when asked for, for a release that changes the orchestrator: writes into the folder of the version what it leaves under that version.</summary>
    [Fact(Explicit = true)]
    public async Task Record()
    {
        var version = shared.App.Services.GetRequiredService<DurableEngine>().Options.DefaultVersion;
        var folder = Directory.CreateDirectory(Path.Combine(Folder, version)).FullName;
        foreach (var (name, plan, timerFires) in Rounds)
        {
            var text = HistoryText.Write(Lived(plan, timerFires, version)).Replace("},{", "},\n{", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".json"), text + "\n", TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A round of each kind that an orchestration may be in when a release comes: the plan it got, and whether a timer or a wake ended its wait.</summary>
    private static IEnumerable<(string Name, ObligationPlan Plan, bool TimerFires)> Rounds =>
    [
        ("recruitment-letter", new ObligationPlan(true, false, true, null, true, "W/1"), false),
        ("term-that-runs", new ObligationPlan(false, false, false, Start.AddMonths(3), true), true),
        ("term-that-is-postponed", new ObligationPlan(false, false, true, Start.AddMonths(3), true, "W/2"), false),
        ("reminder", new ObligationPlan(false, false, true, Start.AddMonths(1), true), true),
        ("breach-that-waits", new ObligationPlan(false, false, true, null, true), false),
        ("dossier", new ObligationPlan(false, true, true, null, false, "W/3"), false),
        ("end", new ObligationPlan(false, false, false, null, false), false),
    ];

    /// <summary>What one round leaves: every activity answers, and what it then waits for happens.</summary>
    private List<HistoryEvent> Lived(ObligationPlan plan, bool timerFires, string version)
    {
        var converter = shared.App.Services.GetRequiredService<DurableEngine>().Converter;
        var now = Start;
        List<HistoryEvent> history = [new(HistoryEventKind.ExecutionStarted, now) { Name = nameof(ObligationOrchestrator) }], news = [];
        do
        {
            news.Insert(0, new HistoryEvent(HistoryEventKind.OrchestratorStarted, now));
            var result = Replay(history, news, version);
            history.AddRange([.. news, .. result.Decisions]);
            now = now.AddSeconds(2);
            news = result.End is not null ? [] : result.Decisions.LastOrDefault() switch
            {
                { Kind: HistoryEventKind.TaskScheduled } call => [new(HistoryEventKind.TaskCompleted, now) { TaskId = call.TaskId, Data = call.Name == "AdvanceObligation" ? Payload.Of(converter.Serialize(plan)) : null }],
                { Kind: HistoryEventKind.TimerCreated } timer when timerFires => [new(HistoryEventKind.TimerFired, now = timer.FireAt!.Value) { TaskId = timer.TaskId, FireAt = timer.FireAt }],
                _ => [new(HistoryEventKind.EventRaised, now) { Name = ObligationOrchestrator.Wake }],
            };
        }
        while (news.Count > 0);

        return history;
    }

    private static DateTimeOffset Start => RunningApp.Start;

    private ReplayResult Replay(IEnumerable<HistoryEvent> history, IReadOnlyList<HistoryEvent> news, string version)
    {
        var engine = shared.App.Services.GetRequiredService<DurableEngine>();
        const string name = nameof(ObligationOrchestrator);
        var input = Payload.Of(engine.Converter.Serialize(new ObligationWork("somebody")));
        return new Replay(
            new ReplayIdentity("obligation-somebody", "execution", name, version, null, input, version), engine.Functions.Orchestrator(name), engine.Invoker, engine.Converter, NullLoggerFactory.Instance, _ => { })
            .Run(history, news);
    }

    /// <summary>Where each step begins and ends: a step begins with what woke it.</summary>
    private static List<(int Begins, int Ends)> StepsOf(List<HistoryEvent> events)
    {
        var starts = events.Index().Where(item => item.Item.Kind == HistoryEventKind.OrchestratorStarted).Select(item => item.Index).ToList();

        // What starts an execution may stand before its first step.
        starts[0] = 0;
        return [.. starts.Zip(starts.Skip(1).Append(events.Count))];
    }

    private static IEnumerable<string> Decisions(IEnumerable<HistoryEvent> events) =>
        events.Where(item => item.IsDecision && item.Kind != HistoryEventKind.ExecutionCompleted).Select(item => $"{item.Kind} {item.TaskId} {item.Name}");
}
