using System.Security.Cryptography;
using System.Text.Json;
using Inburgering.Arrivals;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Cases;

/// <summary>A case officer who acts.</summary>
/// <param name="Agency">Their agency: they act on its cases only.</param>
/// <param name="Id">Their account.</param>
/// <param name="SeenVersion">The version of the case on which they decided (<see cref="CaseActs.VersionOf"/>); <see langword="null"/> where they name none.</param>
public sealed record CaseOfficer(Agency Agency, string Id, string? SeenVersion = null);

/// <summary>
/// The acts of a case officer, each decided in one transaction on a case of their own agency. An act that makes no sense is refused by the
/// rule it breaks and leaves nothing; one that repeats what holds answers the same.
/// </summary>
public sealed class CaseActs(PersonFiles files)
{
    /// <param name="personId">Whose case.</param>
    /// <param name="officer">Who acts.</param>
    /// <param name="act">The decision. It may run several times.</param>
    /// <param name="reason">Why, in the officer's words, for the audit trail.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    public async Task<Answer<Outcome<T>>> DoAsync<T>(string personId, CaseOfficer officer, Func<FileChange, Answer<T>> act, string? reason, CancellationToken cancellationToken)
        where T : class
    {
        var outcome = await files.ChangeAsync<Answer<T>>(
            personId,
            Actor.CaseOfficer(officer.Id),
            change =>
            {
                // Another agency's file is as unknown as nobody's.
                if (change.File.ResponsibleAgency != officer.Agency)
                {
                    return Refusal.NotFound("case");
                }

                return officer.SeenVersion is { } seen && seen != VersionOf(change.File)
                    ? new Refusal(RefusalKind.Outdated, "caseChanged", "The case has changed since it was read: read it again and decide on what it now says.")
                    : act(change);
            },
            reason: reason,
            cancellationToken: cancellationToken);
        return outcome?.Result switch
        {
            null => Refusal.NotFound("case"),
            { Refusal: { } refused } => refused,
            { Value: { } done } => new Outcome<T>(done, outcome.PersonId, outcome.PlanChanged, outcome.Mark),
            _ => throw new InvalidOperationException("An answer holds a value or a refusal."),
        };
    }

    /// <summary>
    /// Names the state of a case as far as an officer decides on it. Looks and the person's studying don't change it: an officer is
    /// not turned away because somebody else read the file or the learner finished a section.
    /// </summary>
    public static string VersionOf(PersonFile file) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(RowCodec.ToJson(new
    {
        file.Obligation,
        file.Letters,
        file.Eligibility,
        file.Agency,
        file.Registrations,
        file.HeldPermits,
        Enforcement = file.Enforcement?.EnforcementCaseId,
        file.VoluntaryTrajectory,
        file.AdulthoodReview,
        file.RectificationRequests,
        Account = file.Account is not null,
    }))))[..32];
}
