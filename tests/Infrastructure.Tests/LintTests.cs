using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inburgering.Infrastructure.Tests;

/// <summary>Every Bicep file builds without a word of the compiler or the linter.</summary>
public sealed class LintTests
{
    // A type error is a mere warning, and exit code 0: what counts is whether anything was said at all.
    [Fact]
    public async Task Nothing_is_said_about_any_file()
    {
        var (_, output, error) = await Bicep.RunAsync(Repository.Root, "lint", "--pattern", "infra/**/*.bicep", "--diagnostics-format", "sarif");

        // One document a file.
        var documents = Documents(output.Length > 0 ? output : error);
        var results = documents.SelectMany(document => document["runs"]!.AsArray()).SelectMany(run => run!["results"]!.AsArray()).ToList();
        Assert.Equal(Repository.Files("infra", "*.bicep").Count(), documents.Count);
        Assert.True(results.Count == 0, string.Join('\n', results.Select(result =>
            $"{result!["locations"]?[0]?["physicalLocation"]?["artifactLocation"]?["uri"]}({result["locations"]?[0]?["physicalLocation"]?["region"]?["startLine"]}): {result["ruleId"]} {result["message"]?["text"]}")));
    }

    private static List<JsonNode> Documents(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        var documents = new List<JsonNode>();
        while (reader.Read())
        {
            documents.Add(JsonNode.Parse(ref reader)!);
        }

        return documents;
    }

    [Fact]
    public async Task A_wrong_type_is_said()
    {
        var folder = Directory.CreateTempSubdirectory("inburgering-lint-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "wrong.bicep"), "resource a 'Microsoft.Storage/storageAccounts@2025-06-01' = { name: 'a' }", TestContext.Current.CancellationToken);

            var (_, output, error) = await Bicep.RunAsync(folder.FullName, "lint", "--pattern", "*.bicep", "--diagnostics-format", "sarif");

            Assert.Contains("BCP035", output + error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
