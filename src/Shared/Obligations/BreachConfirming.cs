using Inburgering.Arrivals;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Obligations;

/// <summary>A case officer of the person's agency confirms a breach: the human decision before anything has effect (GDPR art. 22).</summary>
public sealed class BreachConfirming(PersonFiles files, PolicyBook policies)
{
    /// <summary>Confirms. Doing it again answers the same and changes nothing.</summary>
    public async Task<Answer<Outcome<PersonFile>>> ConfirmAsync(string personId, Agency officersAgency, string officerId, string reason, CancellationToken cancellationToken)
    {
        var outcome = await files.ChangeAsync<Answer<PersonFile>>(
            personId,
            Actor.CaseOfficer(officerId),
            change =>
            {
                // Another agency's file is as unknown as nobody's.
                if (change.File.Agency != officersAgency)
                {
                    return Refusal.NotFound("case");
                }

                Assessment.Apply(change, policies, new ObligationCommand.ConfirmBreach(officerId, reason));
                return change.File.Obligation is Breached { Confirmation: not null }
                    ? change.File
                    : Refusal.Conflict("notBreached", "The obligation is not breached: only a passed deadline without fulfilment can be confirmed.");
            },
            reason: reason,
            cancellationToken: cancellationToken);
        return outcome?.Result switch
        {
            null => Refusal.NotFound("case"),
            { Refusal: { } refused } => refused,
            { Value: { } file } => new Outcome<PersonFile>(file, personId, outcome!.PlanChanged),
            _ => throw new InvalidOperationException("An answer holds a value or a refusal."),
        };
    }
}
