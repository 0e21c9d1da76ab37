using Inburgering.Calendar;
using Inburgering.Eligibility;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Cases;

/// <summary>Records that somebody wants the voluntary full trajectory, and refers them to their agency for it (seed 6).</summary>
public sealed class TrajectoryInterest(CaseActs acts, PolicyBook policies)
{
    /// <summary>Records it, once; doing it again answers the same. Whoever is excluded is so voluntarily too (seed 2.A).</summary>
    public Task<Answer<Outcome<VoluntaryTrajectory>>> RecordAsync(string personId, CaseOfficer officer, string? note, CancellationToken cancellationToken) => acts.DoAsync<VoluntaryTrajectory>(
        personId,
        officer,
        change =>
        {
            if (change.File.VoluntaryTrajectory is { } known)
            {
                return known;
            }

            if (change.File.Eligibility is { Treatment: Treatment.Excluded })
            {
                return Refusal.Conflict("excludedAlsoVoluntarily", "Whoever stays for at most a year is excluded from the trajectory, also voluntarily.");
            }

            var interest = new VoluntaryTrajectory(LegalCalendar.DayOf(change.Now), officer.Id, note);
            change.Update(file => file with { VoluntaryTrajectory = interest });
            change.Record("voluntaryTrajectoryAsked");
            Notices.Refer(change, policies.Of(change.File.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(change.Now)), change.File.ResponsibleAgency!.Value, null, "voluntaryTrajectory");
            return interest;
        },
        note,
        cancellationToken);
}
