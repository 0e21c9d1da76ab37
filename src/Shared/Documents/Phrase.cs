namespace Inburgering.Documents;

/// <summary>A short text that comes in as data: in Dutch, and if known in the recipient's language.</summary>
/// <param name="Dutch">The wording that has effect.</param>
/// <param name="Translated">The same in the recipient's language; the Dutch stands in for it if null.</param>
public sealed record Phrase(string Dutch, string? Translated = null)
{
    public static implicit operator Phrase(string dutch) => new(dutch);

    /// <summary>A phrase with no translation.</summary>
    public static Phrase FromString(string dutch) => new(dutch);

    internal string In(string language) => language == "nl" ? Dutch : Translated ?? Dutch;
}
