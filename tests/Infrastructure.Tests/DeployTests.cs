using System.Text.RegularExpressions;

namespace Inburgering.Infrastructure.Tests;

/// <summary>infra/deploy, against an az that writes down what it is asked: what is done in which order, and what is said where something is lacking.</summary>
public sealed partial class DeployTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("inburgering-deploy-");

    public DeployTests()
    {
        // Answers as the real one does where there is everything; FAKE_… turn single answers off.
        Tool("az", """
            echo "$*" >>"$FAKE_LOG"
            case "$*" in
              "account show"*) [[ ${FAKE_SIGNED_IN:-yes} == yes ]] || exit 1; printf 'Test\n0000\n' ;;
              "group exists"*) echo "${FAKE_GROUP:-true}" ;;
              "deployment group validate"*) [[ ${FAKE_RIGHTS:-yes} == yes ]] || { echo "AuthorizationFailed" >&2; exit 1; } ;;
              "deployment group show"*appName*) echo app ;;
              "deployment group show"*apiAddress*) echo https://127.0.0.1:9/api ;;
              "deployment group show"*) echo name ;;
              "keyvault show"*) echo /vault ;;
              "resource show"*lookup-key*) [[ -e $FAKE_LOG.key ]] ;;
              "deployment group create"*lookup-key*) touch "$FAKE_LOG.key" ;;
            esac
            """);
        Tool("curl", "printf 503");
        File.WriteAllText(Package, "zip");
    }

    private string Log => Path.Combine(folder.FullName, "log");

    private string Package => Path.Combine(folder.FullName, "app.zip");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("FAKE_SIGNED_IN", "no", "az login")]
    [InlineData("FAKE_GROUP", "false", "az group create --name inburgering-dev")]
    [InlineData("FAKE_RIGHTS", "no", "nothing was changed")]
    public async Task Says_what_is_lacking_and_changes_nothing(string name, string value, string said)
    {
        var (exitCode, _, error) = await DeployAsync(new() { [name] = value }, "dev", "--yes", "--package", Package);

        Assert.Equal(1, exitCode);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain(Calls(), IsChange);
    }

    [Fact]
    public async Task Prod_names_the_setting_that_it_needs()
    {
        var (exitCode, _, error) = await DeployAsync([], "prod", "--yes", "--package", Package);

        Assert.Equal(1, exitCode);
        Assert.Contains("INBURGERING_TENANT is not set", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_nothing_unless_somebody_says_yes()
    {
        var (exitCode, _, error) = await DeployAsync([], "dev", "--package", Package);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Nothing was changed", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Calls(), IsChange);
    }

    [Fact]
    public async Task Only_looks_where_only_that_was_asked()
    {
        var (exitCode, _, error) = await DeployAsync([], "dev", "--what-if", "--package", Package);

        Assert.True(exitCode == 0, error);
        Assert.Contains(Calls(), call => call.StartsWith("deployment group what-if", StringComparison.Ordinal));
        Assert.DoesNotContain(Calls(), IsChange);
    }

    [Fact]
    public async Task Looks_first_then_applies_then_publishes_and_then_asks_whether_the_app_is_well()
    {
        // It is not: nobody listens there, and that is what it says.
        var (exitCode, _, error) = await DeployAsync([], "dev", "--yes", "--package", Package);

        Assert.Equal(1, exitCode);
        Assert.Contains("is not well", error, StringComparison.Ordinal);
        var order = Calls().Where(call => call.Contains(" what-if ", StringComparison.Ordinal) || IsChange(call)).Select(call => ShortName().Match(call).Value);
        Assert.Equal(["deployment group what-if", "deployment group create", "deployment group create", "functionapp deployment source"], order);
    }

    [Fact]
    public async Task A_second_run_makes_no_second_look_up_key()
    {
        await DeployAsync([], "dev", "--yes", "--package", Package);
        await DeployAsync([], "dev", "--yes", "--package", Package);

        var made = Assert.Single(Calls(), call => call.Contains("--name lookup-key", StringComparison.Ordinal));
        Assert.DoesNotMatch("[A-Za-z0-9+/]{43}=", made);
    }

    [Fact]
    public async Task An_unknown_option_is_named()
    {
        var (exitCode, _, error) = await DeployAsync([], "dev", "--faster");

        Assert.Equal(1, exitCode);
        Assert.Contains("--faster", error, StringComparison.Ordinal);
    }

    private static bool IsChange(string call) => call.StartsWith("deployment group create", StringComparison.Ordinal) || call.StartsWith("functionapp", StringComparison.Ordinal) || call.StartsWith("storage", StringComparison.Ordinal);

    private string[] Calls() => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private Task<(int ExitCode, string Output, string Error)> DeployAsync(Dictionary<string, string> environment, params string[] arguments) => Shell.RunAsync(
        Repository.Root,
        Repository.In("infra", "deploy"),
        new Dictionary<string, string>(environment)
        {
            ["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
            ["FAKE_LOG"] = Log,
            ["SMOKE_TRIES"] = "1",
            ["INBURGERING_TENANT"] = string.Empty,
        },
        arguments);

    private void Tool(string name, string body)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [GeneratedRegex(@"^\S+ \S+ \S+")]
    private static partial Regex ShortName();
}
