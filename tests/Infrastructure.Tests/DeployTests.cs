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
              "account show"*user.name*) echo an@example.be ;;
              "account show"*) [[ ${FAKE_SIGNED_IN:-yes} == yes ]] || exit 1; printf 'Test\n0000\n' ;;
              "group exists"*) echo "${FAKE_GROUP:-true}" ;;
              "deployment group validate"*) [[ ${FAKE_RIGHTS:-yes} == yes ]] || { echo "AuthorizationFailed" >&2; exit 1; } ;;
              "deployment group show"*appName*) echo app ;;
              "deployment group show"*apiAddress*) echo https://127.0.0.1:9/api ;;
              "deployment group show"*vaultId*) echo /subscriptions/0000/resourceGroups/keys/providers/Microsoft.KeyVault/vaults/vault ;;
              "deployment group show"*portalConfig*) echo '{ "api": "/api/v1", "signIn": {} }' ;;
              "storage blob upload-batch"*) [[ ${FAKE_PORTAL:-open} == open ]] || exit 1; all=$*; source=${all#*--source }; ls "${source%% *}" >>"$FAKE_LOG.files" ;;
              "deployment group show"*) echo name ;;
              "resource show"*lookup-key*) [[ -e $FAKE_LOG.key ]] ;;
              "deployment group create"*lookup-key*) touch "$FAKE_LOG.key" ;;
            esac
            """);
        Tool("curl", "printf 503");
        // What a release says of running orchestrations is tried elsewhere (ReleaseTests); here, only that it is asked.
        Tool("node", """
            [[ $1 != build/check-release ]] || { echo "node $1" >>"$FAKE_LOG"; exit "${FAKE_RELEASE:-0}"; }
            PATH=${PATH#*:} exec node "$@"
            """);
        Tool("zip", "for file; do [[ $file != *.zip ]] || touch \"$file\"; done");
        Tool("dotnet", """
            echo "dotnet $*" >>"$FAKE_LOG"
            case "$*" in
              publish*) all=$*; folder=${all#*-o }; mkdir -p "${folder%% *}" ;;
              run*) [[ ${FAKE_CONTENT:-open} == open ]] || { echo "inburgering: storage does not let you in" >&2; exit 1; } ;;
            esac
            """);
        File.WriteAllText(Package, "zip");
    }

    private string Log => Path.Combine(folder.FullName, "log");

    private string Package => Path.Combine(folder.FullName, "app.zip");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("FAKE_SIGNED_IN", "no", "az login")]
    [InlineData("FAKE_GROUP", "false", "az group create --name inburgering-dev")]
    [InlineData("FAKE_RIGHTS", "no", "nothing was changed")]
    [InlineData("FAKE_RELEASE", "1", "")]
    public async Task Says_what_is_lacking_and_changes_nothing(string name, string value, string said)
    {
        var (exitCode, _, error) = await DeployAsync(new() { [name] = value }, "dev", "--yes");

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
    public async Task A_dry_run_says_what_would_change_and_changes_nothing()
    {
        var (exitCode, _, error) = await DeployAsync([], "dev", "--dry-run");

        Assert.True(exitCode == 0, error);
        Assert.Equal(["deployment group what-if", "dotnet run --project"], Steps());
        Assert.Contains(Calls(), call => call.Contains("publish-content content --by", StringComparison.Ordinal) && call.EndsWith("--dry-run yes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Looks_applies_publishes_app_content_and_portal_and_then_asks_whether_the_app_is_well()
    {
        // It is not: nobody listens there, and that is what it says.
        var (exitCode, _, error) = await DeployAsync([], "dev", "--yes");

        Assert.Equal(1, exitCode);
        Assert.Contains("is not well", error, StringComparison.Ordinal);
        Assert.Equal(
            [
                "deployment group what-if", "deployment group create", "deployment group create", "dotnet publish src/Functions", "functionapp deployment source", "dotnet run --project",
                "storage blob service-properties", "storage blob upload-batch", "storage blob upload-batch",
            ],
            Steps());
        Assert.Contains(Calls(), call => call.StartsWith("dotnet run --project src/Commands", StringComparison.Ordinal) && call.Contains("FunctionsRuntime=Azure -- publish-content content --by", StringComparison.Ordinal));

        // What names its version first, then what is asked for each time: no page names a file that is not there yet.
        var files = await File.ReadAllLinesAsync(Log + ".files", TestContext.Current.CancellationToken);
        Assert.All(files.TakeWhile(file => file != "config.json"), file => Assert.Matches(@"^(main|part|portal)-\w{8}\.(js|css)$", file));
        Assert.Equal(["config.json", "icon.svg", "index.html", "portal.webmanifest", "sw.js"], files.SkipWhile(file => file != "config.json"));
        Assert.Contains("\"signIn\"", await File.ReadAllTextAsync(Repository.In("artifacts", "deploy", "portal", "asked", "config.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FAKE_CONTENT", "the content was not published", 2, 0)]
    [InlineData("FAKE_PORTAL", "the portal was not published", 1, 2)]
    public async Task What_could_not_be_published_is_tried_again_and_then_named(string closed, string said, int contents, int portals)
    {
        var (exitCode, _, error) = await DeployAsync(new() { [closed] = "no" }, "dev", "--yes");

        Assert.Equal(1, exitCode);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Equal(contents, Steps().Count(step => step == "dotnet run --project"));
        Assert.Equal(portals, Steps().Count(step => step == "storage blob upload-batch"));
    }

    [Fact]
    public async Task A_given_package_leaves_content_and_portal_as_they_are()
    {
        await DeployAsync([], "dev", "--yes", "--app-only", "--package", Package);

        Assert.Equal(["functionapp deployment source"], Steps().Except(["deployment group create"]));
    }

    [Fact]
    public async Task A_second_run_makes_no_second_look_up_key()
    {
        await DeployAsync([], "dev", "--yes", "--package", Package);
        await DeployAsync([], "dev", "--yes", "--package", Package);

        var made = Assert.Single(Calls(), call => call.Contains("--name lookup-key", StringComparison.Ordinal));
        Assert.Contains("--resource-group keys ", made, StringComparison.Ordinal);
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

    private IEnumerable<string> Steps() => Calls().Where(call => call.Contains(" what-if ", StringComparison.Ordinal) || call.StartsWith("dotnet ", StringComparison.Ordinal) || IsChange(call)).Select(call => ShortName().Match(call).Value);

    private string[] Calls() => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private Task<(int ExitCode, string Output, string Error)> DeployAsync(Dictionary<string, string> environment, params string[] arguments) => Shell.RunAsync(
        Repository.Root,
        Repository.In("infra", "deploy"),
        new Dictionary<string, string>(environment)
        {
            ["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
            ["FAKE_LOG"] = Log,
            ["SMOKE_TRIES"] = "1",
            ["DEPLOY_TRIES"] = "2",
            ["DEPLOY_WAIT"] = "0",
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
