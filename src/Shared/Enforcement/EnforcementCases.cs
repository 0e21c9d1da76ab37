using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Enforcement;

/// <summary>A case as the enforcement officers of ABB see it: what was handed over and what they reported since. Nothing else of the file is theirs.</summary>
/// <param name="Referral">The hand-off, with its dossier and outcomes.</param>
/// <param name="PersonId">Whose.</param>
/// <param name="FulfilledLateOn">The legal day on which the person passed after all: the block on renewal fell.</param>
public sealed record EnforcementCase(EnforcementReferral Referral, string PersonId, DateOnly? FulfilledLateOn)
{
    /// <summary>The case of a file; <see langword="null"/> as long as no dossier was handed over.</summary>
    public static EnforcementCase? Of(PersonFile file) => file.Enforcement is { Dossier: not null } referral
        ? new EnforcementCase(referral, file.PersonId, file.Obligation is Obligations.FulfilledLate late ? late.FulfilledOn : null)
        : null;
}

/// <summary>The escalated cases, for the enforcement officers of ABB: every look is audited, and what they report is taken in and never decided from.</summary>
public sealed class EnforcementCases(PersonFiles files, CaseList list, StorageTables storage)
{
    /// <summary>One page of the cases, the oldest referral first; <see langword="null"/> if <paramref name="from"/> was not taken from a page.</summary>
    public async Task<(IReadOnlyList<EnforcementCase> Cases, string? Next)?> PageAsync(string? from, CancellationToken cancellationToken) =>
        await list.ReferredAsync(from, cancellationToken) is { } page ? ([.. page.Files.Select(EnforcementCase.Of).OfType<EnforcementCase>()], page.Next) : null;

    /// <summary>One case; <see langword="null"/> if there is none of that id.</summary>
    public Task<EnforcementCase?> ViewAsync(string caseId, string officerId, CancellationToken cancellationToken) => LookAsync(caseId, officerId, "enforcementCaseViewed", null, cancellationToken);

    /// <summary>The dossier as it was handed over, byte for byte.</summary>
    /// <param name="asData">Its facts as JSON; else the PDF.</param>
    public async Task<(EnforcementCase Case, byte[] Bytes)?> DossierAsync(string caseId, string officerId, bool asData, CancellationToken cancellationToken)
    {
        if (await LookAsync(caseId, officerId, "dossierViewed", asData ? "data" : "document", cancellationToken) is not { Referral.Dossier: { } dossier } found)
        {
            return null;
        }

        var blob = await storage.Dossiers.GetBlobClient(asData ? dossier.DataPath : dossier.DocumentPath).DownloadContentAsync(cancellationToken);
        return (found, blob.Value.Content.ToArray());
    }

    /// <summary>Takes in an outcome that an enforcement officer reports. The same outcome again answers the same.</summary>
    public async Task<Answer<EnforcementCase>> ReportAsync(string caseId, string officerId, EnforcementOutcome outcome, CancellationToken cancellationToken)
    {
        var done = await files.ChangeAsync<Answer<EnforcementCase>>(
            EnforcementReferral.PersonOf(caseId),
            Actor.EnforcementOfficer(officerId),
            change =>
            {
                if (EnforcementCase.Of(change.File) is not { } known || known.Referral.EnforcementCaseId != caseId)
                {
                    return NoCase;
                }

                if (known.Referral.Outcomes.Any(fact => fact.Content == outcome))
                {
                    return known;
                }

                if (OutcomeOrder.Refuse(known.Referral, outcome, LegalCalendar.DayOf(change.Now)) is { } refused)
                {
                    return refused;
                }

                // After all that is known now: what ABB's own messages say later has a higher number.
                var last = known.Referral.Outcomes.Select(fact => fact.Version).DefaultIfEmpty(0).Max();
                var name = string.Create(CultureInfo.InvariantCulture, $"{EnforcementReferral.Reported}{known.Referral.Outcomes.Count + 1}");
                change.Update(file => file with
                {
                    Enforcement = known.Referral with { Outcomes = known.Referral.Outcomes.Taking(new Fact<EnforcementOutcome>(last, change.Now, name, outcome)) },
                });
                change.Record("enforcementOutcome", string.Create(CultureInfo.InvariantCulture, $"{caseId} {WireName.Of(outcome.Outcome)} {outcome.On:yyyy-MM-dd}"));
                return EnforcementCase.Of(change.File)!;
            },
            cancellationToken: cancellationToken);
        return done?.Result ?? NoCase;
    }

    private static Refusal NoCase => Refusal.NotFound("case");

    private async Task<EnforcementCase?> LookAsync(string caseId, string officerId, string action, string? detail, CancellationToken cancellationToken)
    {
        var looked = await files.ChangeAsync(
            EnforcementReferral.PersonOf(caseId),
            Actor.EnforcementOfficer(officerId),
            change =>
            {
                if (EnforcementCase.Of(change.File) is not { } known || known.Referral.EnforcementCaseId != caseId)
                {
                    return null;
                }

                change.Record(action, detail is null ? caseId : $"{caseId} {detail}");
                return known;
            },
            cancellationToken: cancellationToken);
        return looked?.Result;
    }
}
