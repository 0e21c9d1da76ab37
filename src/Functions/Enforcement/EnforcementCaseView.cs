using Inburgering.Enforcement;
using Inburgering.Functions.Http;

namespace Inburgering.Functions.Enforcement;

/// <summary>A case as an enforcement officer sees it: what was handed over, and what they reported since.</summary>
internal sealed record EnforcementCaseView(
    string EnforcementCaseId,
    string PersonId,
    string? ReferredAt,
    string? ConfirmedAt,
    DateOnly BreachedOn,
    DateOnly DeadlineOn,
    string? DossierSha256,
    EnforcementOutcomeKind? Status,
    decimal? SanctionedAmount,
    DateOnly? AppealedOn,
    decimal? PaidAmount,
    DateOnly? FulfilledLateOn,
    IReadOnlyList<ReportedOutcome> Outcomes)
{
    public static EnforcementCaseView Of(EnforcementCase found)
    {
        var (referral, standing) = (found.Referral, found.Referral.Standing);
        return new EnforcementCaseView(
            referral.EnforcementCaseId,
            found.PersonId,
            Answers.Instant(referral.Dossier!.BuiltAt),
            Answers.Instant(referral.Breach.Confirmation!.ConfirmedAt),
            referral.Breach.BreachedOn,
            referral.Breach.Term.DeadlineOn,
            referral.Dossier.Sha256,
            standing.Status,
            standing.SanctionedAmount,
            standing.AppealedOn,
            standing.PaidAmount == 0 ? null : standing.PaidAmount,
            found.FulfilledLateOn,
            [.. EnforcementStanding.Counted(referral.Outcomes).Select(fact => new ReportedOutcome(fact.Content.Outcome, fact.Content.On, fact.Content.Amount))]);
    }
}

internal sealed record ReportedOutcome(EnforcementOutcomeKind Outcome, DateOnly Date, decimal? Amount);
