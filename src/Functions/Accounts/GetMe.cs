using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Documents;
using Inburgering.Eligibility;
using Inburgering.Functions.Http;
using Inburgering.Functions.Learning;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Accounts;

/// <summary>GET /me: the person, the trajectory, the obligation with its deadline and what is still to do.</summary>
public sealed class GetMe(PersonFiles files, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(GetMe))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me")] HttpRequest request, CancellationToken cancellationToken)
    {
        var file = (await files.ReadAsync(request.PersonId(), cancellationToken))!;
        var policy = policies.Of(file.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(clock.GetUtcNow()));
        var remaining = policy.CompulsoryModules.Where(moduleId => !file.Progress(moduleId).IsPassed).ToList();
        var details = file.Details;
        var language = Languages.Asked(request, DerivationWords.Languages) ?? details.PreferredLanguage ?? "nl";
        return Answers.Ok(new
        {
            file.PersonId,
            details.GivenNames,
            details.FamilyName,
            details.PreferredLanguage,
            Region = file.Region ?? Region.Abroad,
            file.Agency,
            Access = file.HasAccess,
            Eligibility = file.Eligibility is { } decided
                ? new { decided.Treatment, decided.Reason, Explanation = EligibilityExplanation.Of(decided.Reason).In(Languages.Asked(request, EligibilityExplanation.Languages) ?? details.PreferredLanguage ?? "nl") }
                : null,
            Trajectory = new { ModulesPassed = policy.CompulsoryModules.Count - remaining.Count, ModulesCompulsory = policy.CompulsoryModules.Count },
            Obligation = new
            {
                Status = file.Obligation.Status,
                file.Obligation.Term?.ReceivedOn,
                file.Obligation.Term?.DeadlineOn,
                EndedReason = file.Obligation is Ended ended ? WireName.Of(ended.Reason) : null,
                RemainingModules = remaining,
                Derivation = file.Obligation.Term?.Derivation.Select(step => new { step.Rule, step.From, step.To, Text = DerivationWords.Of(step, language) }),
            },
            Accommodation = file.Accommodation is { ExtraTimePercent: > 0 } granted ? new { granted.ExtraTimePercent, granted.GrantedOn } : null,
            Certificate = file.Certificate is { } certificate ? new { certificate.VerificationCode, certificate.IssuedOn } : null,
            RevokedCertificates = file.RevokedCertificates.IsEmpty ? null : file.RevokedCertificates.Select(revoked => new { revoked.Certificate.VerificationCode, revoked.Certificate.IssuedOn, revoked.RevokedOn, revoked.Reason }),
        });
    }
}
