using Inburgering.Documents;

namespace Inburgering.Policies;

/// <summary>A ground on which a case officer may postpone or exempt.</summary>
/// <param name="Code">Its name in requests and files.</param>
/// <param name="Name">Its name in Dutch, as dossiers show it.</param>
/// <param name="MinimumAge">Age in years that the person must have reached; <see langword="null"/> where age is no condition.</param>
public sealed record OfficersGround(string Code, string Name, int? MinimumAge)
{
    /// <summary>Its name in other languages of the letters, by ISO 639-1.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>Its name in Dutch and in a reader's language; the Dutch one where the policy gives no other.</summary>
    public Phrase In(string language) => new(Name, Names.TryGetValue(language, out var name) ? name : null);
}
