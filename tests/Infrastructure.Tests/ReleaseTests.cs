namespace Inburgering.Infrastructure.Tests;

/// <summary>build/check-release: a release that would break running orchestrations is refused.</summary>
public sealed class ReleaseTests : IAsyncLifetime
{
    private const string Orchestrator = "src/Functions/Obligations/ObligationOrchestrator.cs";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("inburgering-release-");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "build"));
        File.Copy(Repository.In("build", "check-release"), Path.Combine(folder.FullName, "build", "check-release"));
        await Git("init", "-q", "-b", "main");
        Write(Orchestrator, "[OrchestrationTrigger] first");
        Host("1.0");
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_first_release_has_nothing_to_break() => await Allowed("Running orchestrations: none yet.");

    [Theory]
    [InlineData("")]
    [InlineData("Running orchestrations: probably.")]
    [InlineData("Running orchestrations: safe.\nRunning orchestrations: safe.")]
    public async Task A_release_that_does_not_say_is_refused(string said) => await Refused(said, "must say on one line");

    [Fact]
    public async Task Safe_is_believed_where_no_orchestrator_changed()
    {
        await ReleasedAsync();
        Write("src/Functions/Health/GetHealth.cs", "changed");

        await Allowed("Running orchestrations: safe.");
    }

    [Fact]
    public async Task Safe_is_not_believed_where_an_orchestrator_changed_under_the_same_version()
    {
        await ReleasedAsync();
        Write(Orchestrator, "[OrchestrationTrigger] second");

        await Refused("Running orchestrations: safe.", Orchestrator);
    }

    [Fact]
    public async Task An_orchestrator_that_was_removed_has_changed()
    {
        await ReleasedAsync();
        File.Delete(Path.Combine(folder.FullName, Orchestrator));

        await Refused("Running orchestrations: safe.", Orchestrator);
    }

    [Fact]
    public async Task A_change_that_replays_says_why()
    {
        await ReleasedAsync();
        Write(Orchestrator, "[OrchestrationTrigger] second");

        await Refused("Running orchestrations: safe, because so.", "must say on one line");
        await Allowed("Running orchestrations: safe, because only a comment changed and the golden histories replay.");
    }

    [Fact]
    public async Task A_new_version_needs_to_be_one()
    {
        await ReleasedAsync();
        Write(Orchestrator, "[OrchestrationTrigger] second");
        await Refused("Running orchestrations: new version 2.0.", "defaultVersion");

        Host("2.0");
        await Allowed("Running orchestrations: new version 2.0.");
        await Refused("Running orchestrations: new version 3.0.", "says new version 3.0");
        await Refused("Running orchestrations: safe.", "must say \"Running orchestrations: new version 2.0.\"");
    }

    [Fact]
    public async Task A_version_does_not_go_back()
    {
        Host("1.10");
        await ReleasedAsync();
        Host("1.9");

        await Refused("Running orchestrations: safe.", "went back from 1.10 to 1.9");
    }

    [Fact]
    public async Task The_release_that_is_tagged_already_is_compared_with_the_one_before()
    {
        await ReleasedAsync();
        Write(Orchestrator, "[OrchestrationTrigger] second");
        await CommitAsync("Running orchestrations: safe.");
        await Git("tag", "v1.1.0");

        var (exitCode, _, error) = await Shell.RunAsync(folder.FullName, "node", null, "build/check-release", "v1.1.0");

        Assert.Equal(1, exitCode);
        Assert.Contains(Orchestrator, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_repository_may_be_released()
    {
        var (exitCode, _, error) = await Shell.RunAsync(Repository.Root, "node", null, "build/check-release");

        Assert.True(exitCode == 0, error);
    }

    private async Task ReleasedAsync()
    {
        await CommitAsync("Running orchestrations: none yet.");
        await Git("tag", "v1.0.0");
    }

    private async Task Allowed(string said)
    {
        var (exitCode, error) = await CheckAsync(said);
        Assert.True(exitCode == 0, error);
    }

    private async Task Refused(string said, string reason)
    {
        var (exitCode, error) = await CheckAsync(said);
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain("    at ", error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Error)> CheckAsync(string said)
    {
        await CommitAsync(said);
        var (exitCode, _, error) = await Shell.RunAsync(folder.FullName, "node", null, "build/check-release");
        return (exitCode, error);
    }

    private async Task CommitAsync(string said)
    {
        Write("CHANGELOG.md", $"# Changelog\n\n## 1.1.0\n\n{said}\n\n## 1.0.0\n\nRunning orchestrations: none yet.\n");
        await Git("add", "-A");
        await Git("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "--allow-empty", "-m", "x");
    }

    private Task<string> Git(params string[] arguments) => Shell.MustAsync(folder.FullName, "git", arguments);

    private void Host(string version) => Write("src/Functions/host.json", $$"""{ "extensions": { "durableTask": { "defaultVersion": "{{version}}" } } }""");

    private void Write(string path, string text)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
