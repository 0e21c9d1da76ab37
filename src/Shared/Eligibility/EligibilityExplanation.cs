using System.Collections.Frozen;
using System.Text.Json;
using Inburgering.Messages;

namespace Inburgering.Eligibility;

/// <summary>What a rule of the target group says, for the officer who must defend it and for the person it is about.</summary>
/// <param name="Source">Where the rule stands, in Dutch: a section of the source document, or the project's decision.</param>
/// <param name="Nl">The rule in a Dutch sentence.</param>
/// <param name="En">The same in English.</param>
/// <param name="Fr">The same in French.</param>
public sealed record EligibilityExplanation(string Source, string Nl, string En, string Fr)
{
    /// <summary>The languages there are.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["nl", "en", "fr"];

    private static readonly FrozenDictionary<string, EligibilityExplanation> All = ReadAll();

    public static EligibilityExplanation Of(EligibilityReason reason) => All[WireName.Of(reason)];

    /// <summary>The sentence in a language: Dutch and French as they are, English for any other.</summary>
    public string In(string language) => language switch { "nl" => Nl, "fr" => Fr, _ => En };

    private static FrozenDictionary<string, EligibilityExplanation> ReadAll()
    {
        using var stream = typeof(EligibilityExplanation).Assembly.GetManifestResourceStream("Eligibility.reasons.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, EligibilityExplanation>>(stream, JsonSerializerOptions.Web)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
