using Inburgering.Commands.Content;
using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>Publishing beside a running app: it takes what is published without a restart, and a package that is broken changes nothing.</summary>
public sealed class PublishedContentTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("inburgering-publish-").FullName;

    public PublishedContentTests()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Modules, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, "modules", Path.GetRelativePath(Repository.Modules, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_running_app_takes_the_next_edition_a_test_under_way_keeps_its_own_and_a_broken_package_changes_nothing()
    {
        await using var app = await RunningApp.StartAsync();
        var answers = new KnownAnswers(Repository.Modules);
        var resident = await Resident.AbroadAsync(app.Doors);
        var underWay = await resident.StartAttemptAsync();

        // Each kind of break: one line with file and place.
        await BreakAsync(app, "basis/module.yaml", "version: ", "version: two # ", "modules/basis/module.yaml: line 1: version must be a whole number above 0");
        await BreakAsync(app, "basis/questions.yaml", "correct: true", "correct: false", "modules/basis/questions.yaml: basis-q01: must have exactly one correct option, or say multiple: true");
        await BreakAsync(app, "basis/ar/module.yaml", "title:", "titel:", "modules/basis/ar/module.yaml: line 1: title is missing");
        await BreakAsync(app, "basis/ar/questions.yaml", "questionId: basis-q01", "questionId: basis-q99", "modules/basis/ar/questions.yaml: basis-q01 has no text");
        await BreakAsync(app, "basis/nl/getting-around.md", "title:", "titel:", "modules/basis/nl/getting-around.md: line 2: title is missing");
        await BreakAsync(app, "basis/en/module.yaml", "title: ", "title: [", "modules/basis/en/module.yaml: ");
        await BreakAsync(app, "basis/nl/module.yaml", "goal: \"", "goal: \"Ook: ", "basis/module.yaml: version ");

        // A question in other words, in every language: a version of its own.
        var module = Path.Combine(folder, "modules", "basis", "module.yaml");
        var version = File.ReadLines(module).Single(line => line.StartsWith("version: ", StringComparison.Ordinal));
        Replace(module, version, "version: 90");
        var title = await TitleAsync(app, resident);
        Replace(Path.Combine(folder, "modules", "basis", "en", "module.yaml"), "title: \"", "title: \"Today: ");
        foreach (var question in underWay.Questions)
        {
            Replace(Path.Combine(folder, "modules", "basis", "en", "questions.yaml"), $"- questionId: {question.QuestionId}\n  text: \"", $"- questionId: {question.QuestionId}\n  text: \"In other words: ");
        }

        var (exitCode, output) = await PublishAsync(app);
        Assert.True(exitCode == 0, output);
        Assert.Contains("basis: en: other words in basis-q", output, StringComparison.Ordinal);
        Assert.Contains("edition 2 is in force", output, StringComparison.Ordinal);

        var witness = new Witness(new TestOutput());
        await witness.SoonAsync("the title", "Today: " + title, async () => await TitleAsync(app, resident));
        var again = await resident.Learner.StartAttemptAsync("basis");
        Assert.Equal(underWay.Questions.Select(question => question.Text), again.Questions.Select(question => question.Text));
        Assert.True((await resident.Learner.SubmitAsync(underWay.AttemptId, answers.Right("basis", underWay))).Passed);

        // The next start takes the edition in force, not the package that came with the app.
        await app.KillAndStartAgainAsync();
        Assert.Equal("Today: " + title, await TitleAsync(app, resident));
        (exitCode, output) = await PublishAsync(app);
        Assert.True(exitCode == 0 && output.Contains("Nothing changed: edition 2 stays in force.", StringComparison.Ordinal), output);
    }

    private async Task BreakAsync(RunningApp app, string file, string text, string replacement, string line)
    {
        var path = Path.Combine(folder, "modules", file);
        var whole = await File.ReadAllTextAsync(path);
        Replace(path, text, replacement);

        var (exitCode, output) = await PublishAsync(app);

        Assert.True(exitCode == 1 && output.Contains(line, StringComparison.Ordinal), $"Expected '{line}' in: {output}");
        Assert.Contains("not published, what is published stays.", output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, whole);
    }

    private async Task<(int ExitCode, string Output)> PublishAsync(RunningApp app)
    {
        using var process = new ChildProcess("dotnet", [typeof(PublishContentCommand).Assembly.Location, "publish-content", folder, "--by", "test", "--data", app.DataFolder], new Dictionary<string, string>());
        var exitCode = await process.EndAsync(TimeSpan.FromMinutes(2));
        return (exitCode, process.Output.Replace('\\', '/'));
    }

    private static async Task<string> TitleAsync(RunningApp app, Resident resident) =>
        (await app.Doors.GetAsync("api/v1/modules/basis?language=en", resident.Learner.Account)).OrThrow().Json.GetProperty("title").GetString()!;

    private static void Replace(string path, string text, string replacement)
    {
        var content = File.ReadAllText(path);
        var at = content.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{path} does not hold '{text}'.");
        File.WriteAllText(path, content[..at] + replacement + content[(at + text.Length)..]);
    }
}
