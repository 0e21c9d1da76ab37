using System.Text.RegularExpressions;

namespace Inburgering.Infrastructure.Tests;

/// <summary>The app's settings: each that the code reads is deployed, and each that is deployed is read.</summary>
public sealed partial class AppSettingTests(Deployments deployments) 
{
    private const string Here = "tests/Infrastructure.Tests/AppSettingTests.cs";

    /// <summary>Read by the code, not deployed, and why.</summary>
    private static readonly IReadOnlyDictionary<string, string> NotDeployed = new Dictionary<string, string>
    {
        ["ServiceBus"] = "a connection string, for Core Tools on a laptop",
        ["DataStorage:ConnectionString"] = "the same",
        ["DataStorage:Prefix"] = "for copies that share an account: tests",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "for a collector of one's own; in Azure telemetry goes to Application Insights",
        ["Content:RefreshSeconds"] = "has a default",
        ["RateLimits:*:Burst"] = "has a default",
        ["RateLimits:*:PerSecond"] = "has a default",
        ["Authentication:Issuers:*:Issuer"] = "has a default: the authority",
    };

    /// <summary>Deployed, and read by the host or an SDK instead of the code.</summary>
    private static readonly IReadOnlyList<string> ReadByPlatform =
    [
        "AZURE_CLIENT_ID",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "AzureWebJobsStorage:blobServiceUri",
        "AzureWebJobsStorage:queueServiceUri",
        "AzureWebJobsStorage:tableServiceUri",
        "AzureWebJobsStorage:credential",
        "AzureWebJobsStorage:clientId",
        "ServiceBus:credential",
        "ServiceBus:clientId",
    ];

    [Fact]
    public void What_the_code_reads_is_deployed_and_what_is_deployed_is_read()
    {
        var read = ReadByCode();
        var deployed = deployments.Prod.AppSettings.Keys.Select(Shape).ToHashSet(StringComparer.Ordinal);

        Drift.Check(
            "settings",
            $"the code: {string.Join(", ", read.Where(name => !deployed.Contains(name.Key) && !NotDeployed.ContainsKey(name.Key)).Select(name => $"{name.Key} by {name.Value}"))}",
            read.Keys.Except(NotDeployed.Keys).Concat(ReadByPlatform),
            $"the variable settings in infra/bicep/modules/functionApp.bicep (or with its reason to NotDeployed in {Here})",
            deployed);
    }

    [Fact]
    public void Dev_has_the_settings_of_prod() =>
        Assert.Equal(
            deployments.Prod.AppSettings.Keys.Where(name => !name.StartsWith("Authentication__", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            deployments.Dev.AppSettings.Keys.Where(name => !name.StartsWith("Authentication__", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_listed_here_is_still_read() => Assert.Empty(NotDeployed.Keys.Except(ReadByCode().Keys));

    [Fact]
    public void No_setting_is_a_secret()
    {
        foreach (var (name, value) in deployments.All.SelectMany(environment => environment.Deployment.AppSettings))
        {
            Assert.False(SecretText().IsMatch(value), $"{name} holds a key: {value}");
        }

        Assert.StartsWith("[format('@Microsoft.KeyVault(SecretUri=", deployments.Prod.AppSettings["Inburgering__LookupKey"], StringComparison.Ordinal);
    }

    /// <summary>Every setting that the sources name, without what only the local runtime reads: its name, and the file.</summary>
    private static Dictionary<string, string> ReadByCode()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Repository.Files("src/Functions", "*.cs").Where(file => !file.EndsWith(".Local.cs", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            var names = Direct().Matches(text).Select(match => match.Groups[1].Value)
                .Concat(Bounded().Matches(text).Select(match => match.Groups[1].Value))
                .Concat(Scheduled().Matches(text).Select(match => match.Groups[1].Value))
                .Concat(Sections().Matches(text).SelectMany(section => Within(text, section.Groups["variable"].Value, section.Groups["path"].Value)))
                .Concat(Listed().Matches(text).SelectMany(section => Within(text, "section", section.Groups[1].Value + ":*")));
            foreach (var name in names)
            {
                found.TryAdd(Shape(name), Path.GetRelativePath(Repository.Root, file));
            }
        }

        return found;
    }

    private static IEnumerable<string> Within(string text, string variable, string path) =>
        Regex.Matches(text, $$"""\b{{variable}}(?:\[|\.GetSection\()"(?<name>[^"]+)[")]""").Select(match => $"{path}:{match.Groups["name"].Value}");

    /// <summary>With one separator, and without what differs from entry to entry of a list.</summary>
    private static string Shape(string name) => ListEntry().Replace(Placeholder().Replace(name.Replace("__", ":", StringComparison.Ordinal), "*"), match => match.Value.EndsWith(':') ? ":*:" : string.Empty);

    [GeneratedRegex("""onfiguration\["([^"]+)"\]""")]
    private static partial Regex Direct();

    [GeneratedRegex("""Setting\.\w+\(\w+, \$?"([^"]+)",""")]
    private static partial Regex Bounded();

    [GeneratedRegex("""TimerTrigger\("%([^%]+)%""")]
    private static partial Regex Scheduled();

    [GeneratedRegex("""var (?<variable>\w+) = [\w.]*onfiguration\.GetSection\("(?<path>[^"]+)"\);""")]
    private static partial Regex Sections();

    [GeneratedRegex("""onfiguration\.GetSection\("([^"]+)"\)\.GetChildren""")]
    private static partial Regex Listed();

    [GeneratedRegex("""\{\w+\}""")]
    private static partial Regex Placeholder();

    [GeneratedRegex(""":\d+(:|$)""")]
    private static partial Regex ListEntry();

    [GeneratedRegex("""AccountKey=|SharedAccessKey=|[?&]sig=|listKeys\(|^[A-Za-z0-9+/]{40,}={0,2}$""")]
    private static partial Regex SecretText();
}
