using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Documents;
using Inburgering.Functions.Http;
using Inburgering.Functions.Learning;
using Inburgering.Learning;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Policies;

namespace Inburgering.Functions.Cases;

/// <summary>A file as a case officer sees it: what was said, what was decided and why, what was sent, and who did what.</summary>
public sealed class CaseViews(PolicyBook policies, PublishedContent published, TimeProvider clock)
{
    internal object Of(CaseFile viewed, string language)
    {
        var file = viewed.File;
        var policy = policies.Of(file.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(clock.GetUtcNow()));
        var details = file.Details;
        return new
        {
            file.PersonId,
            details.GivenNames,
            details.FamilyName,
            details.BirthDate,
            details.Nationality,
            details.PassportNumber,
            details.Email,
            details.PreferredLanguage,
            file.Registration?.NationalNumber,
            Region = file.Region ?? Region.Abroad,
            Agency = file.ResponsibleAgency,
            Municipality = file.Registration is { } registered ? new { Refnis = registered.Municipality, Name = Municipality.DutchNameOf(registered.Municipality) } : null,
            file.Registration?.Address,
            AccountBound = file.Account is not null,
            ToDo = CaseListing.ToDoIn(file),
            Eligibility = file.Eligibility is { } decided
                ? new { decided.Treatment, decided.Reason, Explanation = DossierWords.Of(decided.Reason), decided.Source, decided.PolicyVersion }
                : null,
            AdulthoodReview = file.AdulthoodReview is { } review
                ? new { review.DueOn, Open = review is { IsOpen: true, Decision: null }, review.Decision?.Obliged, review.Decision?.Reason }
                : null,
            Obligation = new
            {
                Status = file.Obligation.Status,
                file.Obligation.Term?.ReceivedOn,
                file.Obligation.Term?.DeadlineOn,
                EndedReason = file.Obligation is Ended ended ? WireName.Of(ended.Reason) : null,
                RemainingModules = file.RemainingModules(policy),
                Derivation = file.Obligation.Term?.Derivation.Select(step => new { step.Rule, step.From, step.To, Text = DerivationWords.Of(step, language) }),
                PolicyVersion = policy.Version,
                SuspendedUntil = file.Obligation is Suspended suspended ? suspended.Postponements.CoveredUntil(suspended.SuspendedOn) : null,
                PastTerms = file.Obligation.PastTerms.Select(past => new { past.Term.ReceivedOn, past.Term.DeadlineOn, past.Change }),
            },
            Postponements = file.Obligation.Postponements.Select(granted => new
            {
                granted.Number,
                granted.Ground,
                GroundName = DossierWords.Ground(granted.Ground, policy),
                granted.Evidence,
                granted.From,
                granted.To,
                granted.OfficerId,
                GrantedAt = Answers.Instant(granted.GrantedAt),
            }),
            Exemption = file.Obligation is Exempted exempted
                ? new
                {
                    exempted.Exemption.Code,
                    CodeName = policy.ExemptionCodes.FirstOrDefault(code => code.Code == exempted.Exemption.Code)?.Name ?? exempted.Exemption.Code,
                    exempted.Exemption.Evidence,
                    exempted.Exemption.OfficerId,
                    GrantedAt = Answers.Instant(exempted.Exemption.GrantedAt),
                }
                : null,
            VoluntaryTrajectory = file.VoluntaryTrajectory is { } interest ? new { interest.InterestedOn, interest.Note } : null,
            Registrations = file.Registrations.Select(fact => new
            {
                fact.Content.RegisteredOn,
                Refnis = fact.Content.Municipality,
                MunicipalityName = Municipality.DutchNameOf(fact.Content.Municipality),
                fact.Content.ReasonOfStay,
                fact.Content.Address,
                fact.Content.Person.Nationality,
                SentAt = Answers.Instant(fact.SentAt),
            }),
            Permits = file.Permits.Select(permit => new
            {
                permit.PermitNumber,
                permit.Status,
                permit.Category,
                permit.ValidFrom,
                permit.ValidUntil,
                permit.RenewableBeyondOneYear,
                permit.Region,
                permit.Sector,
            }),
            Modules = published.Package.InOrder(policy.CompulsoryModules).Select(module => ProgressView.Of(module, file.Progress(module.ModuleId), policy)),
            file.Accommodation,
            Certificate = file.Certificate is { } certificate ? new { certificate.VerificationCode, certificate.IssuedOn } : null,
            RevokedCertificates = file.RevokedCertificates.IsEmpty ? null : file.RevokedCertificates.Select(revoked => new { revoked.Certificate.VerificationCode, revoked.Certificate.IssuedOn, revoked.RevokedOn, revoked.Reason }),
            Letters = file.Letters.Select(letter => new
            {
                letter.LetterId,
                letter.Kind,
                Act = letter.Told?.Kind,
                letter.Language,
                letter.DatedOn,
                letter.Dispatch.PostedOn,
                letter.Dispatch.Method,
                letter.Dispatch.DeliveredOn,
                letter.Dispatch.ReturnedOn,
                Deadline.Of(letter.Dispatch, policies.Version(letter.PolicyVersion))?.ReceivedOn,
                letter.SentAgainAs,
                Href = letter.DocumentPath is null ? null : $"/api/v1/cases/{file.PersonId}/letters/{letter.LetterId}",
                Dispatch = letter.DispatchFacts.Select(fact => new
                {
                    SaidAt = Answers.Instant(fact.SentAt),
                    fact.Content.PostedOn,
                    fact.Content.Method,
                    fact.Content.DeliveredOn,
                    fact.Content.ReturnedOn,
                    fact.Content.ProvenOn,
                    Words = fact.Content.Evidence ?? fact.Content.ReturnReason,
                    fact.Content.OfficerId,
                }),
            }),
            Attempts = viewed.Attempts.OrderBy(attempt => attempt.StartedAt).Select(attempt => new
            {
                attempt.AttemptId,
                attempt.ModuleId,
                attempt.Language,
                StartedAt = Answers.Instant(attempt.StartedAt),
                ClosedAt = attempt.Result is { } result ? Answers.Instant(result.ClosedAt) : null,
                attempt.Result?.ScorePercent,
                attempt.Result?.PassMarkPercent,
                attempt.Result?.Passed,
            }),
            Choices = new
            {
                PostponementGrounds = policy.PostponementGrounds.Select(ground => new { ground.Code, ground.Name }),
                ExemptionCodes = policy.ExemptionCodes.Select(code => new { code.Code, code.Name, code.MinimumAge }),
                policy.LongestPostponementDays,
            },
            Enforcement = file.Enforcement is { } referral
                ? new { referral.EnforcementCaseId, referral.Breach.Confirmation?.Reason, ConfirmedAt = referral.Breach.Confirmation is { } by ? Answers.Instant(by.ConfirmedAt) : null, referral.Standing.Status, referral.Standing.SanctionedAmount, referral.Standing.AppealedOn }
                : null,
            RectificationRequests = file.RectificationRequests.Select(RectificationView.Of),
            Timeline = viewed.Audit.Select(entry => new { At = Answers.Instant(entry.At), Actor = entry.Actor.Role, entry.Actor.Id, entry.Action, entry.Detail, entry.PolicyVersion, entry.Reason }),
        };
    }
}
