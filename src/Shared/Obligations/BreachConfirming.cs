using Inburgering.Cases;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Obligations;

/// <summary>A case officer of the person's agency confirms a breach: the human decision before anything has effect (GDPR art. 22).</summary>
public sealed class BreachConfirming(CaseActs acts, PolicyBook policies)
{
    /// <summary>Confirms. Doing it again answers the same and changes nothing.</summary>
    public Task<Answer<Outcome<PersonFile>>> ConfirmAsync(string personId, CaseOfficer officer, string reason, CancellationToken cancellationToken) => acts.DoAsync<PersonFile>(
        personId,
        officer,
        change =>
        {
            Assessment.Apply(change, policies, new ObligationCommand.ConfirmBreach(officer.Id, reason));
            return change.File.Obligation is Breached { Confirmation: not null }
                ? change.File
                : Refusal.Conflict("notBreached", "The obligation is not breached: only a passed deadline without fulfilment can be confirmed.");
        },
        reason,
        cancellationToken);
}
