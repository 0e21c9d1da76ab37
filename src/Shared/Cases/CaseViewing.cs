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
    public async Task<CaseFile?> ViewAsync(string personId, Agency officersAgency, string officerId, CancellationToken cancellationToken) =>
        await LookAsync(personId, "caseViewed", officersAgency, officerId, cancellationToken) is { } file
            ? new CaseFile(file, await store.AuditAsync(file.PersonId, cancellationToken))
            : null;

    /// <summary>Cases of the own agency by national number.</summary>
    public Task<IReadOnlyList<PersonFile>> ByNationalNumberAsync(string nationalNumber, Agency officersAgency, string officerId, CancellationToken cancellationToken) =>
        OwnAsync([keys.NationalNumber(nationalNumber)], officersAgency, officerId, cancellationToken);

    /// <summary>Cases of the own agency by the number of a permit held.</summary>
    public Task<IReadOnlyList<PersonFile>> ByPermitNumberAsync(string permitNumber, Agency officersAgency, string officerId, CancellationToken cancellationToken) =>
        OwnAsync([keys.Permit(permitNumber)], officersAgency, officerId, cancellationToken);

    /// <summary>Cases of the own agency by family name, without regard to case and accents, and birth date.</summary>
    public async Task<IReadOnlyList<PersonFile>> ByNameAsync(string familyName, DateOnly birthDate, Agency officersAgency, string officerId, CancellationToken cancellationToken) =>
        await OwnAsync(await index.AllOfAsync(keys.Name(familyName, birthDate), cancellationToken), officersAgency, officerId, cancellationToken);

    private async Task<IReadOnlyList<PersonFile>> OwnAsync(IReadOnlyList<IndexKey> by, Agency officersAgency, string officerId, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(by.Select(key => index.FindAsync(key, cancellationToken)));
        return await OwnAsync([.. found.OfType<string>()], officersAgency, officerId, cancellationToken);
    }

    /// <summary>Whoever is found is told about who searched: each file that is shown has a line of its own.</summary>
    private async Task<IReadOnlyList<PersonFile>> OwnAsync(IReadOnlyList<string> personIds, Agency officersAgency, string officerId, CancellationToken cancellationToken)
    {
        var kept = await Task.WhenAll(personIds.Distinct().Select(personId => store.FindAsync(personId, cancellationToken)));
        var found = await Task.WhenAll(kept.OfType<StoredFile>().Select(stored => stored.File.PersonId).Distinct().Select(personId =>
            LookAsync(personId, "caseFound", officersAgency, officerId, cancellationToken)));
        return [.. found.OfType<PersonFile>()];
    }

    /// <summary>The file, with the look recorded; <see langword="null"/>, and nothing recorded, if another agency works for the person.</summary>
    private async Task<PersonFile?> LookAsync(string personId, string look, Agency officersAgency, string officerId, CancellationToken cancellationToken)
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

                change.Record(look, WireName.Of(officersAgency));
                return change.File;
            },
            cancellationToken: cancellationToken);
        return outcome?.Result;
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
}

/// <summary>A file with its audit trail.</summary>
public sealed record CaseFile(PersonFile File, IReadOnlyList<AuditEntry> Audit);
