using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Inburgering.Obligations;
using Inburgering.People;

namespace Inburgering.Enforcement;

/// <summary>
/// The hand-off of a confirmed breach to the enforcement officers of ABB. A file holds at most one, ever: the sanction is
/// imposed once (seed 3.B).
/// </summary>
/// <param name="EnforcementCaseId">The case's name towards ABB.</param>
/// <param name="Breach">The breach as confirmed, with the term and the reminders.</param>
/// <param name="Sequence">Number of the event that hands it over, taken at the confirmation: whatever happens while the dossier is built comes after it.</param>
/// <param name="Dossier">The document handed over; <see langword="null"/> until it is built.</param>
public sealed record EnforcementReferral(string EnforcementCaseId, Breached Breach, long Sequence, Dossier? Dossier)
{
    /// <summary>What the names of outcomes begin with that an officer reported; no message's id does, because those are names of ABB's own.</summary>
    internal const string Reported = "officer:";

    private const string Prefix = "enf-";

    /// <summary>What ABB reported, in its order.</summary>
    public ImmutableList<Fact<EnforcementOutcome>> Outcomes { get; init; } = [];

    /// <summary>Where the case stands at ABB.</summary>
    [JsonIgnore]
    public EnforcementStanding Standing => EnforcementStanding.Of(Outcomes);

    /// <summary>Whether an officer reported an outcome here, rather than ABB's system by message.</summary>
    public static bool WasReported(Fact<EnforcementOutcome> fact) => fact.MessageId.StartsWith(Reported, StringComparison.Ordinal);

    /// <summary>The case's name towards ABB; it names the file it is in.</summary>
    public static string CaseIdOf(string personId) => Prefix + personId;

    /// <summary>Whose file a case is in; a name that is nobody's for what is no case id.</summary>
    public static string PersonOf(string caseId) =>
        caseId.StartsWith(Prefix, StringComparison.Ordinal) && caseId.Length > Prefix.Length && caseId[Prefix.Length..].All(char.IsAsciiLetterOrDigit)
            ? caseId[Prefix.Length..]
            : "none";
}

/// <summary>The dossier as stored.</summary>
/// <param name="DocumentPath">Blob path of the PDF.</param>
/// <param name="DataPath">Blob path of the same facts as JSON.</param>
/// <param name="Sha256">SHA-256 of the PDF, lower-case hexadecimal.</param>
/// <param name="BuiltAt">When it was built.</param>
public sealed record Dossier(string DocumentPath, string DataPath, string Sha256, DateTimeOffset BuiltAt)
{
    /// <summary>SHA-256 of the JSON, lower-case hexadecimal.</summary>
    public string? DataSha256 { get; init; }
}
