using Inburgering.Cases;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Eligibility;

/// <summary>A case officer of the person's agency closes the review of somebody who came of age in Flanders.</summary>
public sealed class AdulthoodReviewing(CaseActs acts, PolicyBook policies)
{
    /// <summary>Decides whether the duty applies. Deciding the same again answers the same.</summary>
    public Task<Answer<Outcome<PersonFile>>> DecideAsync(string personId, CaseOfficer officer, bool obliged, string reason, CancellationToken cancellationToken) => acts.DoAsync<PersonFile>(
        personId,
        officer,
        change =>
        {
            switch (change.File.AdulthoodReview)
            {
                case { Decision: { } decided }:
                    return decided.Obliged == obliged ? change.File : Refusal.Conflict("reviewClosed", "The review was closed with another decision.");
                case { IsOpen: true } open:
                    change.Update(file => file with { AdulthoodReview = open with { Decision = new AdulthoodDecision(obliged, reason, officer.Id, change.Now) } });
                    change.Record("adulthoodReviewed", obliged ? "obliged" : "notObliged");
                    Assessment.Reassess(change, policies);
                    return change.File;
                default:
                    return Refusal.Conflict("noReviewOpen", "There is nothing to review: only somebody who settled in Flanders as a minor and has come of age is reviewed.");
            }
        },
        reason,
        cancellationToken);
}
