using System.Security.Cryptography;
using System.Text;
using Inburgering.Arrivals;

namespace Inburgering.People;

/// <summary>Why two files may be one person's.</summary>
public enum MatchReason
{
    /// <summary>Somebody new registered, and somebody not registered has their birth date and nationality; or a permit names somebody new, and somebody registered without one has them.</summary>
    EqualBirthDateAndNationality,

    /// <summary>A message named an identifier of somebody whom it could not be about by all else it said.</summary>
    SharedIdentifier,
}

/// <summary>What a case officer found of two files.</summary>
public enum MatchDecision
{
    Same,
    Different,
}

/// <summary>Two files that may be one person's. A case officer decides, never the system.</summary>
/// <param name="PersonId">Of whom a message told; their file holds the decision.</param>
/// <param name="OtherId">Who was known before.</param>
/// <param name="Reason">Why they may be the same.</param>
/// <param name="Agency">Whose officers decide.</param>
/// <param name="FoundAt">Since when it waits.</param>
public sealed record MatchCandidate(string PersonId, string OtherId, MatchReason Reason, Agency Agency, DateTimeOffset FoundAt)
{
    /// <summary>The same for the same two, whichever came first.</summary>
    public string CandidateId => IdOf(PersonId, OtherId);

    public static string IdOf(string one, string other)
    {
        var (first, second) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{first} {second}")))[..32];
    }
}

/// <summary>A decision about two files, as both keep it. The steps that follow from it are done when <see cref="DoneAt"/> is set.</summary>
/// <param name="Decision">Whether they are one person's.</param>
/// <param name="StaysId">Whose file the other goes up in.</param>
/// <param name="Agency">Of the officer.</param>
/// <param name="OfficerId">Who decided.</param>
/// <param name="DecidedAt">When.</param>
public sealed record MatchDecided(MatchDecision Decision, string? StaysId, Agency Agency, string OfficerId, DateTimeOffset DecidedAt)
{
    /// <summary>When everything that follows was done.</summary>
    public DateTimeOffset? DoneAt { get; init; }
}
