using Inburgering.Calendar;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Compliance;

/// <param name="Status">What DWEWIS may know.</param>
/// <param name="AsOf">When it was looked up.</param>
/// <param name="PolicyVersion">The policy it rests on.</param>
public sealed record ComplianceAnswer(ComplianceStatus Status, DateTimeOffset AsOf, string PolicyVersion);

/// <summary>DWEWIS asks whether an applicant has met the obligation (seed 3.B). Somebody unknown is an answer, not an error. Each answer is recorded in the file it was given from.</summary>
public sealed class ComplianceQuery(PersonFiles files, PersonIndex index, IndexKeys keys, PolicyBook policies, TimeProvider clock)
{
    public Task<ComplianceAnswer> ByNationalNumberAsync(string nationalNumber, string askerId, CancellationToken cancellationToken) => AnswerAsync(keys.NationalNumber(nationalNumber), askerId, cancellationToken);

    /// <summary>The holder of a permit; never the partner it names.</summary>
    public Task<ComplianceAnswer> ByPermitNumberAsync(string permitNumber, string askerId, CancellationToken cancellationToken) => AnswerAsync(keys.Permit(permitNumber), askerId, cancellationToken);

    private async Task<ComplianceAnswer> AnswerAsync(IndexKey key, string askerId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var inForce = policies.InForceOn(LegalCalendar.DayOf(now));
        var unknown = new ComplianceAnswer(ComplianceStatus.Unknown, now, inForce.Version);
        if (await index.FindAsync(key, cancellationToken) is not { } personId)
        {
            return unknown;
        }

        var outcome = await files.ChangeAsync(
            personId,
            Actor.Dwewis(askerId),
            change =>
            {
                // Facts about a permit or a number may wait for the person they are about.
                if (!change.File.IsKnown)
                {
                    return unknown;
                }

                var policy = policies.Of(change.File.Obligation) ?? inForce;
                var status = ComplianceRules.Answer(change.File.Obligation, change.File.HasPassedAll(policy));
                change.Record("complianceQueried", WireName.Of(status), policy.Version);
                return new ComplianceAnswer(status, now, policy.Version);
            },
            cancellationToken: cancellationToken);
        return outcome?.Result ?? unknown;
    }
}
