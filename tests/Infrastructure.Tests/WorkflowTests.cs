using System.Text.RegularExpressions;

namespace Inburgering.Infrastructure.Tests;

/// <summary>The pipelines hold no secret of Azure and run nothing that could be exchanged under them.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows => [.. Repository.Files(".github/workflows", "*.yml").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_are_pinned_by_commit(string name) => Assert.All(
        Uses().Matches(Read(name)),
        used => Assert.Matches(@"^[\w./-]+@[0-9a-f]{40} # v\d", used.Groups[1].Value));

    [Fact]
    public void Deployment_signs_in_by_federated_credentials_and_checks_before_it_deploys()
    {
        var deploy = Read("deploy.yml");

        Assert.DoesNotContain("secrets.", deploy, StringComparison.Ordinal);
        Assert.Contains("id-token: write", deploy, StringComparison.Ordinal);
        Assert.Contains("build/check-release", deploy, StringComparison.Ordinal);
        Assert.Matches(@"dev:\n(.*\n)*?    needs: check\n", deploy);
        Assert.Matches(@"prod:\n(.*\n)*?    environment: prod\n", deploy);
    }

    private static string Read(string name) => File.ReadAllText(Repository.In(".github", "workflows", name));

    [GeneratedRegex(@"uses: (.+)")]
    private static partial Regex Uses();
}
