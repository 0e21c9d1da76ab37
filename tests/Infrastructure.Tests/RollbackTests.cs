namespace Inburgering.Infrastructure.Tests;

/// <summary>infra/rollback: what it refuses before it touches anything.</summary>
public sealed class RollbackTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("inburgering-rollback-");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "infra"));
        File.Copy(Repository.In("infra", "rollback"), Path.Combine(folder.FullName, "infra", "rollback"));
        await Git("init", "-q", "-b", "main");
        await ReleaseAsync("v1.0.0", "1.0", string.Empty);
        await ReleaseAsync("v1.1.0", "1.0", string.Empty);
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_release_that_does_not_exist_is_named() => await Refused("there is no tag v9.9.9", "dev", "v9.9.9", "--yes");

    [Fact]
    public async Task An_environment_and_a_release_are_needed() => await Refused("say which environment and which release", "dev");

    [Fact]
    public async Task Nobody_goes_back_unless_somebody_says_yes() => await Refused("Nothing was changed", "dev", "v1.0.0");

    [Fact]
    public async Task Orchestrations_of_a_newer_version_are_not_left_waiting_unmeant()
    {
        await ReleaseAsync("v2.0.0", "2.0", string.Empty);

        await Refused("would wait", "dev", "v1.1.0", "--yes");

        // Meant: then it goes on, and here asks before it does anything.
        await Refused("Nothing was changed", "dev", "v1.1.0", "--accept-waiting");
    }

    [Fact]
    public async Task Data_that_the_earlier_release_can_not_read_is_not_given_to_it()
    {
        await ReleaseAsync("v1.2.0", "1.0", "Rollback: not before v1.1.0.");

        await Refused("before v1.1.0 can read", "dev", "v1.0.0", "--yes");
        await Refused("Nothing was changed", "dev", "v1.1.0");
    }

    [Fact]
    public async Task Whoever_was_decided_under_a_newer_policy_is_not_left_behind()
    {
        await ReleaseAsync("v1.2.0", "1.0", string.Empty, policies: ["2026-1", "2026-2"]);

        await Refused("does not know the policy 2026-2", "dev", "v1.1.0", "--yes");

        // Nothing was decided under it.
        await Refused("Nothing was changed", "dev", "v1.1.0", "--accept-policy");

        // One that begins later has decided nothing.
        await ReleaseAsync("v1.3.0", "1.0", string.Empty, policies: ["2026-1", "2026-2", "2999-1"]);
        await Refused("Nothing was changed", "dev", "v1.2.0");
    }

    private async Task Refused(string reason, params string[] arguments)
    {
        var (exitCode, output, error) = await Shell.RunAsync(folder.FullName, Path.Combine(folder.FullName, "infra", "rollback"), null, arguments);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(reason, output + error, StringComparison.Ordinal);
    }

    private async Task ReleaseAsync(string tag, string version, string note, params string[] policies)
    {
        var policy = Path.Combine(folder.FullName, "src", "Functions", "policy.json");
        Directory.CreateDirectory(Path.GetDirectoryName(policy)!);
        var versions = policies.DefaultIfEmpty("2026-1").Select(name => $$"""{ "version": "{{name}}", "validFrom": "{{name[..4]}}-01-01" }""");
        await File.WriteAllTextAsync(policy, $$"""{ "versions": [{{string.Join(", ", versions)}}] }""", TestContext.Current.CancellationToken);
        var host = Path.Combine(folder.FullName, "src", "Functions", "host.json");
        Directory.CreateDirectory(Path.GetDirectoryName(host)!);
        await File.WriteAllTextAsync(host, $$"""{ "extensions": { "durableTask": { "defaultVersion": "{{version}}" } } }""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "CHANGELOG.md"), $"# Changelog\n\n## {tag[1..]}\n\n{note}\n", TestContext.Current.CancellationToken);
        await Git("add", "-A");
        await Git("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", tag);
        await Git("tag", tag);
    }

    private Task<string> Git(params string[] arguments) => Shell.MustAsync(folder.FullName, "git", arguments);
}
