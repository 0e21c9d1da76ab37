using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Enforcement;

/// <summary>
/// Takes in what ABB did with a case, once each. It is kept beside the referral and shown; nothing is decided from it: what DWEWIS
/// hears changes only by fulfilment (seed 3.B), never by a sanction, a dismissal or a payment.
/// </summary>
public sealed class OutcomeIntake(PersonFiles files, IndexKeys keys, TimeProvider clock)
{
    private const string Outcome = "be.vlaanderen.abb.enforcement.v1.outcome";

    /// <summary>The largest amount taken, in euro: more is a slip.</summary>
    public const decimal LargestAmount = 1_000_000;

    /// <summary>Takes one message of queue <c>enforcement-outcomes</c>. A repeat changes nothing.</summary>
    public Task<IntakeResult> TakeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CloudEventMessage.TakeAsync(body, [Outcome], message => TakeOutcomeAsync(message, cancellationToken));

    private async Task<IntakeResult> TakeOutcomeAsync(CloudEventMessage message, CancellationToken cancellationToken)
    {
        var data = message.Data;
        var version = data.Whole("version", 1, int.MaxValue);
        var caseId = data.Text("enforcementCaseId", 80);
        var outcome = new EnforcementOutcome(data.OneOf<EnforcementOutcomeKind>("outcome"), data.Date("date"), data.OptionalAmount("amount", LargestAmount));
        data.Rule("date", outcome.On <= LegalCalendar.DayOf(clock.GetUtcNow()), "must not be in the future");
        if (message.InvalidFields() is { } refused)
        {
            return refused;
        }

        var fact = new Fact<EnforcementOutcome>(version, message.Time, message.Id, outcome);
        var taken = await files.ChangeAsync(
            EnforcementReferral.PersonOf(caseId),
            Actor.Sender(message.Source),
            change => Take(change, caseId, fact),
            messageKey: keys.Message(message.Source, message.Id),
            cancellationToken: cancellationToken);
        return taken is { Result: Taken.UnknownCase } or null
            ? IntakeResult.Refused(DeadLetter.UnknownCase, "data.enforcementCaseId names no case of ours")
            : new IntakeResult(null, taken.PlanChanged ? [taken.PersonId] : []);
    }

    private static Taken Take(FileChange change, string caseId, Fact<EnforcementOutcome> fact)
    {
        if (change.File.Enforcement is not { } referral || referral.EnforcementCaseId != caseId)
        {
            return Taken.UnknownCase;
        }

        change.Update(file => file with { Enforcement = referral with { Outcomes = referral.Outcomes.Taking(fact) } });
        change.Record("enforcementOutcome", string.Create(CultureInfo.InvariantCulture, $"{referral.EnforcementCaseId} {WireName.Of(fact.Content.Outcome)} {fact.Content.On:yyyy-MM-dd}"));
        return Taken.Yes;
    }

    // The default is what a repeat gives.
    private enum Taken
    {
        Yes,
        UnknownCase,
    }
}
