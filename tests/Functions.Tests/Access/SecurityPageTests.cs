using Inburgering.Functions.Http;
using Inburgering.Functions.Tests.Contract;

namespace Inburgering.Functions.Tests.Access;

/// <summary>docs/security.md says what the code does.</summary>
public sealed class SecurityPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Contract.Repository.Root, "docs", "security.md"));

    [Fact]
    public void Its_table_of_access_is_the_codes()
    {
        var expected = OpenApi.Operations.Select(operation =>
        {
            var rule = FunctionAccess.Table[operation.Id];
            var roles = rule.Roles.Count == 0 ? "anyone" : string.Join(", ", rule.Roles);
            return $"| `{operation.Id}` | {operation.Method} `{operation.Path}` | {roles} | {rule.Ownership} |";
        });

        var written = Page.SkipWhile(line => !line.StartsWith("| function |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|')).ToList();
        Assert.True(expected.SequenceEqual(written), "The table of docs/security.md should be:\n" + string.Join('\n', expected));
    }

    [Fact]
    public void The_tests_that_the_assessment_of_privacy_names_are_there()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Contract.Repository.Root, "tests"), "*Tests*.cs", SearchOption.AllDirectories).Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();
        var named = File.ReadAllLines(Path.Combine(Contract.Repository.Root, "docs", "privacy.md"))
            .SkipWhile(line => line != "## Where it is shown to hold")
            .SelectMany(line => System.Text.RegularExpressions.Regex.Matches(line, @"`(\w+Tests[\w.]*)`").Select(match => match.Groups[1].Value))
            .ToList();

        Assert.True(named.Count > 10);
        Assert.All(named, name => Assert.Contains(name, files));
    }

    [Fact]
    public void It_says_what_each_ownership_means() =>
        Assert.All(Enum.GetNames<Ownership>(), name => Assert.Contains(Page, line => line.StartsWith($"| {name} |", StringComparison.Ordinal)));
}
