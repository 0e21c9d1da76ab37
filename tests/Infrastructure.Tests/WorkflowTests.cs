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

    /// <summary>What infra/deploy and the parameter files read from the environment, the pipeline hands over.</summary>
    [Fact]
    public void Deployment_hands_over_every_setting()
    {
        var read = Repository.Files("infra", "*").Where(file => file.EndsWith(".bicepparam", StringComparison.Ordinal) || Path.GetFileName(file) == "deploy")
            .SelectMany(file => Setting().Matches(File.ReadAllText(file)).Select(match => match.Value));

        Drift.Check("settings of the deployment", "infra/deploy and infra/bicep/*.bicepparam", read, "env in .github/workflows/deploy.yml", Handed().Matches(Read("deploy.yml")).Select(match => match.Groups[1].Value));
    }

    private static string Read(string name) => File.ReadAllText(Repository.In(".github", "workflows", name));

    [GeneratedRegex(@"uses: (.+)")]
    private static partial Regex Uses();

    [GeneratedRegex("INBURGERING_[A-Z]+(?:_[A-Z]+)*")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^ +(INBURGERING_[A-Z_]+): ", RegexOptions.Multiline)]
    private static partial Regex Handed();
}
