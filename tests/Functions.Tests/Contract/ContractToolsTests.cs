using System.Diagnostics;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>The contracts are clean under the tools of those who read them: Spectral with the rules of the Belgif guide, and the AsyncAPI parser.</summary>
public sealed class ContractToolsTests
{
    private static readonly string Rules = Path.Combine(Repository.Contracts, "rules");

    [Fact]
    public async Task The_contracts_are_clean()
    {
        var (code, output) = await CheckAsync();

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Every_rule_of_ours_finds_what_breaks_it()
    {
        var ours = Yaml.Read(Path.Combine(Rules, "openapi.yaml"))["rules"]!.AsObject().Select(rule => rule.Key).Where(rule => rule.StartsWith("belgif-", StringComparison.Ordinal)).ToList();

        var (code, output) = await CheckAsync(Path.Combine(Rules, "broken.openapi.yaml"));

        Assert.Equal(1, code);
        Assert.All(ours, rule => Assert.Contains(rule, output, StringComparison.Ordinal));
        Assert.True(ours.Count > 10);
    }

    [Fact]
    public async Task A_broken_asyncapi_is_found()
    {
        var broken = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml");
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Contracts, "asyncapi.yaml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(broken, text.Replace("action: receive", "action: devour", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        try
        {
            var (code, output) = await CheckAsync(broken);

            Assert.True(code == 1 && output.Contains("action", StringComparison.Ordinal), output);
        }
        finally
        {
            File.Delete(broken);
        }
    }

    private static async Task<(int Code, string Output)> CheckAsync(params string[] files)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var argument in new[] { Path.Combine("build", "check-contracts.mjs") }.Concat(files))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, string.Concat(output));
    }
}
