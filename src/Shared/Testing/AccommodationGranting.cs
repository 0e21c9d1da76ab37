using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Testing;

/// <summary>A case officer grants extra time in tests, or takes it back. A test that is open keeps the time it was started with.</summary>
public sealed class AccommodationGranting(CaseActs acts, PolicyBook policies)
{
    /// <summary>Grants. What holds already is granted again without effect.</summary>
    /// <param name="extraTimePercent">In percent of the policy's time, up to the policy's most; 0 takes it back.</param>
    /// <param name="evidence">What it rests on.</param>
    public Task<Answer<Outcome<Accommodation>>> GrantAsync(string personId, CaseOfficer officer, int extraTimePercent, string evidence, CancellationToken cancellationToken) => acts.DoAsync<Accommodation>(
        personId,
        officer,
        change =>
        {
            var today = LegalCalendar.DayOf(change.Now);
            var policy = policies.InForceOn(today);
            if (extraTimePercent > policy.MostExtraTimePercent)
            {
                return new Refusal(
                    RefusalKind.Invalid, "badRequest", string.Create(CultureInfo.InvariantCulture, $"must be at most {policy.MostExtraTimePercent}"), "extraTimePercent");
            }

            if (change.File.Accommodation is { } held && held.ExtraTimePercent == extraTimePercent && held.Evidence == evidence)
            {
                return held;
            }

            var granted = new Accommodation(extraTimePercent, today, evidence);
            change.Update(file => file with { Accommodation = granted });
            change.Record("accommodationGranted", string.Create(CultureInfo.InvariantCulture, $"extra time {extraTimePercent}%"), policy.Version);
            return granted;
        },
        evidence,
        cancellationToken);
}
