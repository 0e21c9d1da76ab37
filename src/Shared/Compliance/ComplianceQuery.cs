using Inburgering.Calendar;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Compliance;

/// <param name="Status">What DWEWIS may know.</param>
/// <param name="AsOf">When it was looked up.</param>
/// <param name="PolicyVersion">The policy it rests on.</param>
public sealed record ComplianceAnswer(ComplianceStatus Status, DateTimeOffset AsOf, string PolicyVersion);

/// <summary>DWEWIS asks whether an applicant has met the obligation (seed 3.B). Somebody unknown is an answer, not an error.</summary>
public sealed class ComplianceQuery(PersonFiles files, PersonIndex index, IndexKeys keys, PolicyBook policies, TimeProvider clock)
{
    public Task<ComplianceAnswer> ByNationalNumberAsync(string nationalNumber, CancellationToken cancellationToken) => AnswerAsync(keys.NationalNumber(nationalNumber), cancellationToken);

    /// <summary>The holder of a permit; never the partner it names.</summary>
    public Task<ComplianceAnswer> ByPermitNumberAsync(string permitNumber, CancellationToken cancellationToken) => AnswerAsync(keys.Permit(permitNumber), cancellationToken);

    private async Task<ComplianceAnswer> AnswerAsync(IndexKey key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var inForce = policies.InForceOn(LegalCalendar.DayOf(now));
        if (await index.FindAsync(key, cancellationToken) is not { } personId || await files.ReadAsync(personId, cancellationToken) is not { } file)
        {
            return new ComplianceAnswer(ComplianceStatus.Unknown, now, inForce.Version);
        }

        var policy = policies.Of(file.Obligation) ?? inForce;
        return new ComplianceAnswer(ComplianceRules.Answer(file.Obligation, file.HasPassedAll(policy)), now, policy.Version);
    }
}
