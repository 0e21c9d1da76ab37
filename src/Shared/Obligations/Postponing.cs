using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Obligations;

/// <summary>A case officer postpones a term: days are taken out of it, on a ground that the policy knows and with evidence.</summary>
public sealed class Postponing(CaseActs acts, PolicyBook policies)
{
    /// <summary>Grants it. The same postponement again answers the same and moves nothing.</summary>
    public Task<Answer<Outcome<PersonFile>>> GrantAsync(string personId, CaseOfficer officer, string ground, string evidence, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        acts.DoAsync<PersonFile>(
            personId,
            officer,
            change =>
            {
                var command = new ObligationCommand.Postpone(ground, evidence, from, to, officer.Id);
                var policy = policies.Of(change.File.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(change.Now));
                var current = ObligationDecider.At(change.File.Obligation, policy, change.Now);
                if (IsKnown(current, command))
                {
                    return change.File;
                }

                if (OfficersActs.Refuse(current, command, policy) is { } refused)
                {
                    return refused;
                }

                Assessment.Apply(change, policies, command);
                return change.File;
            },
            evidence,
            cancellationToken);

    /// <summary>The postponement of a file that a request named.</summary>
    public static Postponement Find(PersonFile file, string ground, string evidence, DateOnly from, DateOnly to) =>
        file.Obligation.Postponements.Last(granted => (granted.Ground, granted.Evidence, granted.From, granted.To) == (ground, evidence, from, to));

    private static bool IsKnown(Obligation state, ObligationCommand.Postpone command) =>
        state.Postponements.Any(granted => (granted.Ground, granted.Evidence, granted.From, granted.To) == (command.Ground, command.Evidence, command.From, command.To));
}
