using System.Text.RegularExpressions;

namespace Inburgering.Infrastructure.Tests;

/// <summary>What operators are told to watch is what the app measures: its metrics, in the page of operations, the alert rules and the workbook.</summary>
public sealed partial class MetricTests
{
    /// <summary>Each metric that the sources make, and the names of its dimensions.</summary>
    private static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> Measured = Sources().SelectMany(OfSource).ToDictionary(metric => metric.Name, metric => metric.Dimensions);

    [Fact]
    public void The_page_names_every_metric_with_its_dimensions_and_no_other()
    {
        // In the first cell of a row: a metric, then what it is divided by.
        var told = Row().Matches(Read("docs", "operations.md")).SelectMany(row => row.Groups[1].Value.Split(';'))
            .Select(metric => Quoted().Matches(metric).Select(match => match.Groups[1].Value).ToList())
            .ToDictionary(names => names[0], names => names.Skip(1).ToHashSet());

        Drift.Check("metrics", "CreateCounter and CreateGauge in src", Measured.Keys, "the table of metrics in docs/operations.md", told.Keys);
        Assert.All(told, metric => Assert.True(
            Measured[metric.Key].SetEquals(metric.Value),
            $"docs/operations.md says {metric.Key} by {string.Join(", ", metric.Value)}; the code measures it by {string.Join(", ", Measured[metric.Key])}."));
    }

    [Theory]
    [InlineData("infra/bicep/modules/alerts.bicep")]
    [InlineData("infra/bicep/workbook.json")]
    [InlineData("docs/operations.md")]
    [InlineData("docs/security.md")]
    public void What_is_asked_for_is_measured(string file)
    {
        var text = Read(file.Split('/'));
        var asked = Metric().Matches(text).Select(match => match.Value).Where(name => !name.StartsWith("inburgering.vlaanderen", StringComparison.Ordinal)).Distinct().ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, name => Assert.True(Measured.ContainsKey(name), $"{file} asks for {name}, which nothing measures."));
    }

    [Fact]
    public void The_workbook_divides_by_dimensions_that_are_there()
    {
        var queries = Query().Matches(Read("infra", "bicep", "workbook.json")).Select(match => match.Groups[1].Value).Where(query => query.Contains("customMetrics", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(queries);
        foreach (var query in queries)
        {
            var known = Metric().Matches(query).SelectMany(metric => Measured[metric.Value]).ToHashSet();
            Assert.All(Dimension().Matches(query).Select(match => match.Groups[1].Value), name => Assert.True(known.Contains(name), $"The workbook divides by {name}, which that metric does not have: {query}"));
        }
    }

    /// <summary>Every alert names a runbook of the page.</summary>
    [Fact]
    public void Every_alert_has_its_runbook()
    {
        var runbooks = Heading().Matches(Read("docs", "operations.md")).Select(match => match.Groups[1].Value.ToUpperInvariant()).ToList();
        var named = Runbook().Matches(Read("infra", "bicep", "modules", "alerts.bicep")).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(runbooks.Any(heading => heading.Contains(name.ToUpperInvariant(), StringComparison.Ordinal)), $"docs/operations.md has no runbook '{name}'."));
    }

    private static IEnumerable<string> Sources() => Repository.Files("src/Shared", "*.cs").Concat(Repository.Files("src/Functions", "*.cs")).Select(File.ReadAllText).Where(text => text.Contains("CreateCounter<", StringComparison.Ordinal));

    private static IEnumerable<(string Name, IReadOnlySet<string> Dimensions)> OfSource(string text) => Made().Matches(text).Select(made => (
        made.Groups["name"].Value,
        (IReadOnlySet<string>)Regex.Matches(text, $$"""\b{{made.Groups["field"].Value}}\.(?:Add|Record)\((?<tags>[^;]*);""").SelectMany(use => Tag().Matches(use.Groups["tags"].Value)).Select(tag => tag.Groups[1].Value).ToHashSet()));

    private static string Read(params string[] path) => File.ReadAllText(Repository.In(path));

    [GeneratedRegex("""(?<field>\w+) = [^=\n]*Create(?:Counter|Gauge)<long>\("(?<name>inburgering\.[a-z_.]+)""")]
    private static partial Regex Made();

    [GeneratedRegex("""\("([a-z_]+)", """)]
    private static partial Regex Tag();

    [GeneratedRegex("""(?m)^\| (`inburgering\.[^|]*)\|""")]
    private static partial Regex Row();

    [GeneratedRegex("""`([a-z_.]+)`""")]
    private static partial Regex Quoted();

    [GeneratedRegex("""inburgering\.[a-z]+(?:[._][a-z]+)*""")]
    private static partial Regex Metric();

    [GeneratedRegex("""(?m)"query": "(.*)",?$""")]
    private static partial Regex Query();

    [GeneratedRegex("""customDimensions\.(\w+)""")]
    private static partial Regex Dimension();

    [GeneratedRegex("""(?m)^### (.+)$""")]
    private static partial Regex Heading();

    [GeneratedRegex("""Runbook: ([^.']+)\.""")]
    private static partial Regex Runbook();
}
