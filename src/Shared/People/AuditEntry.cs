using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Inburgering.People;

/// <summary>One line of a person's audit trail: who did or saw what, when, why, under which policy.</summary>
/// <param name="Number">Rising by one per person, from 1.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What, as a lowerCamelCase word.</param>
/// <param name="Detail">What exactly; no identifier of the person.</param>
/// <param name="PolicyVersion">The policy the act was taken under.</param>
/// <param name="Reason">Why, in the words of the human who acted; <see langword="null"/> where the act speaks for itself.</param>
/// <param name="CausedBy">The line that set this one off, where it is a consequence: then its why is there.</param>
/// <param name="PreviousHash">Hash of the line before; <see langword="null"/> on the first.</param>
public sealed record AuditEntry(
    long Number,
    DateTimeOffset At,
    Actor Actor,
    string Action,
    string? Detail,
    string? PolicyVersion,
    string? Reason = null,
    long? CausedBy = null,
    string? PreviousHash = null)
{
    private const string Form = "inburgering-audit-1";

    private static readonly string[] Looks =
        ["caseViewed", "caseFound", "attemptViewed", "letterViewed", "enforcementCaseViewed", "dossierViewed", "dossierPreviewed", "complianceQueried", "auditExported", "timelineViewed"];

    /// <summary>Whether somebody looked at the file, and changed nothing.</summary>
    [JsonIgnore]
    public bool IsLook => Looks.Contains(Action);

    /// <summary>
    /// SHA-256, hexadecimal, over every field of the line and whose it is: each as the number of its UTF-8 bytes, a colon and the
    /// bytes, or as a dash where it is left out. One line has one such form, whatever writes or reads JSON.
    /// </summary>
    public string Hash(string personId)
    {
        string?[] fields =
        [
            Form,
            personId,
            Number.ToString(CultureInfo.InvariantCulture),
            At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            Actor.Role,
            Actor.Id,
            Action,
            Detail,
            PolicyVersion,
            Reason,
            CausedBy?.ToString(CultureInfo.InvariantCulture),
            PreviousHash,
        ];
        var canonical = string.Concat(fields.Select(field => field is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(field)}:{field}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }
}
