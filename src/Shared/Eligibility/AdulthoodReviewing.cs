using Inburgering.Arrivals;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Eligibility;

/// <summary>A case officer of the person's agency closes the review of somebody who came of age in Flanders.</summary>
public sealed class AdulthoodReviewing(PersonFiles files, PolicyBook policies)
{
    /// <summary>Decides whether the duty applies. Deciding the same again answers the same.</summary>
    public async Task<Answer<Outcome<PersonFile>>> DecideAsync(string personId, Agency officersAgency, string officerId, bool obliged, string reason, CancellationToken cancellationToken)
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

                switch (change.File.AdulthoodReview)
                {
                    case { Decision: { } decided }:
                        return decided.Obliged == obliged ? change.File : Refusal.Conflict("reviewClosed", "The review was closed with another decision.");
                    case { IsOpen: true } open:
                        change.Update(file => file with { AdulthoodReview = open with { Decision = new AdulthoodDecision(obliged, reason, officerId, change.Now) } });
                        change.Record("adulthoodReviewed", obliged ? "obliged" : "notObliged");
                        Assessment.Reassess(change, policies);
                        return change.File;
                    default:
                        return Refusal.Conflict("noReviewOpen", "There is nothing to review: only somebody who settled in Flanders as a minor and has come of age is reviewed.");
                }
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
