using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Letters;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Obligations;

/// <summary>A case officer exempts somebody, or withdraws an exemption that should not have been granted.</summary>
public sealed class Exempting(CaseActs acts, PolicyBook policies)
{
    /// <summary>Exempts. The same exemption again answers the same.</summary>
    public Task<Answer<Outcome<Exempted>>> GrantAsync(string personId, CaseOfficer officer, string code, string evidence, CancellationToken cancellationToken) => acts.DoAsync<Exempted>(
        personId,
        officer,
        change =>
        {
            if (change.File.Obligation is Exempted known && (known.Exemption.Code, known.Exemption.Evidence) == (code, evidence))
            {
                return known;
            }

            var command = new ObligationCommand.Exempt(code, evidence, officer.Id);
            var today = LegalCalendar.DayOf(change.Now);
            var policy = policies.Of(change.File.Obligation) ?? policies.InForceOn(today);
            if ((OfficersActs.Refuse(ObligationDecider.At(change.File.Obligation, policy, change.Now), command, policy)
                ?? OfficersActs.RefuseByAge(code, change.File.Details.BirthDate, policy, today)) is { } refused)
            {
                return refused;
            }

            Assessment.Apply(change, policies, command);
            return (Exempted)change.File.Obligation;
        },
        evidence,
        cancellationToken);

    /// <summary>
    /// Withdraws the exemption: the obligation stands again as it did, with the days of the exemption taken out of a term that ran, and
    /// whatever was said meanwhile about the person and the letter is counted.
    /// </summary>
    public Task<Answer<Outcome<PersonFile>>> WithdrawAsync(string personId, CaseOfficer officer, string reason, CancellationToken cancellationToken) => acts.DoAsync<PersonFile>(
        personId,
        officer,
        change =>
        {
            var command = new ObligationCommand.WithdrawExemption(officer.Id, reason);
            if (OfficersActs.Refuse(change.File.Obligation, command) is { } refused)
            {
                return refused;
            }

            var exempted = (Exempted)change.File.Obligation;
            Assessment.Apply(change, policies, command, isWhole: false);

            // What was passed meanwhile counts before any deadline does.
            Assessment.Reassess(change, policies);
            ReceiptCounting.CountReceipt(change, policies);
            if (change.File.Obligation is not Ended)
            {
                LetterWriting.Tell(change, policies.Version(exempted.PolicyVersion), ToldAct.OfTerm(ToldActKind.ExemptionWithdrawal, change.File.Obligation, exempted.Lifted.Term?.DeadlineOn) with
                {
                    From = exempted.ExemptedOn,
                    Words = reason,
                });
            }

            return change.File;
        },
        reason,
        cancellationToken);
}
