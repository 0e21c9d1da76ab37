using Inburgering.Arrivals;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Storage;
using Inburgering.Testing;

namespace Inburgering.Cases;

/// <summary>A case officer looks into a file, or searches one: only those of the own agency, and every look is audited (domain 7).</summary>
public sealed class CaseViewing(PersonFiles files, PersonStore store, PersonIndex index, IndexKeys keys)
{
    /// <summary>The file, with the look recorded; <see langword="null"/> if there is none or another agency works for the person.</summary>
    public async Task<CaseFile?> ViewAsync(string personId, Agency officersAgency, string officerId, CancellationToken cancellationToken)
    {
        var outcome = await files.ChangeAsync(
            personId,
            Actor.CaseOfficer(officerId),
            change =>
            {
                if (change.File.ResponsibleAgency != officersAgency)
                {
                    return null;
                }

                change.Record("caseViewed", WireName.Of(officersAgency));
                return change.File;
            },
            cancellationToken: cancellationToken);
        return outcome?.Result is { } file ? new CaseFile(file, await store.AuditAsync(file.PersonId, cancellationToken)) : null;
    }

    /// <summary>
    /// One test of a person, for a dispute, with the look recorded; <see langword="null"/> if there is none or another agency works for
    /// the person.
    /// </summary>
    public async Task<Attempt?> ViewAttemptAsync(string personId, string attemptId, Agency officersAgency, string officerId, CancellationToken cancellationToken)
    {
        var outcome = await files.ChangeAsync(
            personId,
            Actor.CaseOfficer(officerId),
            change =>
            {
                if (change.File.ResponsibleAgency != officersAgency || change.Attempt(attemptId) is not { } attempt)
                {
                    return null;
                }

                change.Record("attemptViewed", $"{attempt.ModuleId} {attemptId}");
                return attempt;
            },
            attemptId: attemptId,
            cancellationToken: cancellationToken);
        return outcome?.Result;
    }

    /// <summary>Cases of the own agency by national number.</summary>
    public Task<IReadOnlyList<PersonFile>> ByNationalNumberAsync(string nationalNumber, Agency officersAgency, CancellationToken cancellationToken) =>
        OwnAsync([keys.NationalNumber(nationalNumber)], officersAgency, cancellationToken);

    /// <summary>Cases of the own agency by the number of a permit held.</summary>
    public Task<IReadOnlyList<PersonFile>> ByPermitNumberAsync(string permitNumber, Agency officersAgency, CancellationToken cancellationToken) =>
        OwnAsync([keys.Permit(permitNumber)], officersAgency, cancellationToken);

    /// <summary>Cases of the own agency by family name, without regard to case and accents, and birth date.</summary>
    public async Task<IReadOnlyList<PersonFile>> ByNameAsync(string familyName, DateOnly birthDate, Agency officersAgency, CancellationToken cancellationToken) =>
        await OwnAsync(await index.AllOfAsync(keys.Name(familyName, birthDate), cancellationToken), officersAgency, cancellationToken);

    private async Task<IReadOnlyList<PersonFile>> OwnAsync(IReadOnlyList<IndexKey> by, Agency officersAgency, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(by.Select(key => index.FindAsync(key, cancellationToken)));
        return await OwnAsync([.. found.OfType<string>()], officersAgency, cancellationToken);
    }

    private async Task<IReadOnlyList<PersonFile>> OwnAsync(IReadOnlyList<string> personIds, Agency officersAgency, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(personIds.Distinct().Select(personId => store.FindAsync(personId, cancellationToken)));
        return [.. found.Select(stored => stored?.File).OfType<PersonFile>().DistinctBy(file => file.PersonId).Where(file => file.ResponsibleAgency == officersAgency)];
    }
}

/// <summary>A file with its audit trail.</summary>
public sealed record CaseFile(PersonFile File, IReadOnlyList<AuditEntry> Audit);
