using System.Text.Json;
using System.Text.RegularExpressions;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests.Portal;

/// <summary>The portal's texts are whole in every language, and its sources pass the type check against the contract.</summary>
public sealed partial class TextsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src", "Portal", "texts");

    public static TheoryData<string> Others() => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Where(name => name != "nl")];

    [Theory]
    [MemberData(nameof(Others))]
    public void Every_language_has_every_text_with_the_same_places_to_fill_in(string language)
    {
        var (source, translated) = (Read("nl"), Read(language));

        Assert.Equal(source.Keys.Order(StringComparer.Ordinal), translated.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, text) in source)
        {
            Assert.False(string.IsNullOrWhiteSpace(translated[key]), $"{language} {key} is empty");
            Assert.Equal(Places(text), Places(translated[key]));
        }
    }

    [Fact]
    public async Task The_sources_fit_the_contract()
    {
        await RunAsync("src/Portal/build.mjs", "--types");
        await RunAsync("node_modules/typescript/bin/tsc", "-p", "src/Portal");
    }

    private static async Task RunAsync(params string[] arguments)
    {
        using var process = new ChildProcess("node", [Path.Combine(Repository.Root, arguments[0]), .. arguments[1..].Select(argument => argument.StartsWith("src/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, argument) : argument)], new Dictionary<string, string>());
        Assert.True(await process.EndAsync(TimeSpan.FromMinutes(3)) == 0, process.Output);
    }

    private static Dictionary<string, string> Read(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Folder, language + ".json")))!;

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
