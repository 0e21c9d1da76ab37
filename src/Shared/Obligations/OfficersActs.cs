using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Letters;
using Inburgering.People;
using Inburgering.Policies;

namespace Inburgering.Obligations;

/// <summary>
/// When a case officer's act makes no sense, and by which rule. Each answers <see langword="null"/> where it may be done. The state
/// is the one after time has passed (<see cref="ObligationDecider.At"/>).
/// </summary>
public static class OfficersActs
{
    /// <summary>A postponement: of a term that runs or stands still, within it, by days that none takes out already.</summary>
    public static Refusal? Refuse(Obligation state, ObligationCommand.Postpone command, Policy policy)
    {
        if (policy.PostponementGrounds.All(ground => ground.Code != command.Ground))
        {
            return Field("ground", "must be one of " + Codes(policy.PostponementGrounds));
        }

        if (command.To < command.From)
        {
            return Field("to", "must not be before from");
        }

        if (command.To.DayNumber - command.From.DayNumber >= policy.LongestPostponementDays)
        {
            return Field("to", string.Create(CultureInfo.InvariantCulture, $"must be at most {policy.LongestPostponementDays} days from from, both counted"));
        }

        if (state is LetterPending)
        {
            return Refusal.Conflict("termNotRunning", "The term has not begun: the receipt of the recruitment letter is not established yet.");
        }

        if (state is Breached or FulfilledLate)
        {
            return Refusal.Conflict("deadlinePassed", "The deadline has passed: only a term that still runs can be postponed.");
        }

        if (state is not (Running or Suspended) || state.Term is not { } term)
        {
            return Closed;
        }

        if (command.From < term.ReceivedOn)
        {
            return Refusal.Conflict("postponementBeforeTerm", $"The term began on {Day(term.ReceivedOn)}: a postponement can't begin before it.") with { Field = "from" };
        }

        if (command.From > term.DeadlineOn)
        {
            return Refusal.Conflict("postponementAfterDeadline", $"The deadline is {Day(term.DeadlineOn)}: a postponement can't begin after it.") with { Field = "from" };
        }

        return state.Postponements.DaysAddedBy(new Postponement(0, command.Ground, command.Evidence, command.From, command.To, command.OfficerId, default), term.ReceivedOn) == 0
            ? Refusal.Conflict("alreadyPostponed", "Every one of these days is postponed already.") with { Field = "from" }
            : null;
    }

    /// <summary>An exemption: of a duty that stands and that no human has found breached.</summary>
    public static Refusal? Refuse(Obligation state, ObligationCommand.Exempt command, Policy policy) => state switch
    {
        _ when policy.ExemptionCodes.All(code => code.Code != command.Code) => Field("code", "must be one of " + Codes(policy.ExemptionCodes)),
        NoObligation => NotObliged,
        Breached { Confirmation: not null } => Confirmed,
        LetterPending or Running or Suspended or Breached => null,
        _ => Closed,
    };

    /// <summary>An exemption by age: of somebody who is that old.</summary>
    public static Refusal? RefuseByAge(string code, DateOnly birthDate, Policy policy, DateOnly today) =>
        policy.ExemptionCodes.FirstOrDefault(known => known.Code == code)?.MinimumAge is { } age && birthDate.AddYears(age) > today
            ? Refusal.Conflict("exemptionAgeNotReached", string.Create(CultureInfo.InvariantCulture, $"The person is not {age} yet.")) with { Field = "code" }
            : null;

    /// <summary>The withdrawal of an exemption: of one that stands.</summary>
    public static Refusal? Refuse(Obligation state, ObligationCommand.WithdrawExemption _) =>
        state is Exempted ? null : Refusal.Conflict("notExempted", "The person is not exempted.");

    /// <summary>
    /// A proof to the contrary about a letter's receipt: of a letter that is known to have left, of a day that is not before it left, and,
    /// for the recruitment letter, never to the person's disadvantage once a term runs.
    /// </summary>
    /// <param name="state">The obligation.</param>
    /// <param name="letter">The letter, with all that was said about it.</param>
    /// <param name="receivedOn">The day that the officer holds proven.</param>
    /// <param name="policy">The version the letter was written under.</param>
    public static Refusal? RefuseReceipt(Obligation state, Letter letter, DateOnly receivedOn, Policy policy)
    {
        var dispatch = letter.Dispatch;
        if ((dispatch.PostedOn ?? dispatch.DeliveredOn) is not { } leftOn)
        {
            return Refusal.Conflict("letterNotPosted", "Neither its posting nor its delivery is known: a letter can't be received before it was posted.") with { Field = "letterId" };
        }

        if (receivedOn < leftOn)
        {
            return Refusal.Conflict("receiptBeforePosting", $"The letter left on {Day(leftOn)}: it can't be received before it was posted.") with { Field = "receivedOn" };
        }

        if (letter.Kind != LetterKind.Recruitment)
        {
            return null;
        }

        return state switch
        {
            Breached { Confirmation: not null } or FulfilledLate { Confirmation: not null } => Confirmed,
            LetterPending pending when pending.LetterId == letter.LetterId => null,
            Running running when running.LetterId == letter.LetterId => NotEarlier(running),
            Suspended suspended when suspended.LetterId == letter.LetterId => NotEarlier(suspended),
            Breached breached when breached.LetterId == letter.LetterId => NotEarlier(breached),
            FulfilledLate late when late.LetterId == letter.LetterId => NotEarlier(late),
            LetterPending or Running or Suspended or Breached or FulfilledLate =>
                Refusal.Conflict("letterReplaced", "Another letter sets the term: this one was sent again.") with { Field = "letterId" },
            _ => Closed,
        };

        // The presumption protects the addressee; only the addressee's proof moves it.
        Refusal? NotEarlier(Obligation known) =>
            Deadline.Of(dispatch with { ProvenOn = receivedOn }, policy, Deadline.AbsencesIn(known.Term!), known.Postponements) is { } proven && proven.DeadlineOn < known.Term!.DeadlineOn
                ? Refusal.Conflict("deadlineWouldComeEarlier", $"The letter counts as received on {Day(known.Term.ReceivedOn)}: a proof can't make the deadline come earlier.") with { Field = "receivedOn" }
                : null;
    }

    /// <summary>Writing a letter anew: one that came back and that was not written anew already.</summary>
    public static Refusal? RefuseSendingAgain(Obligation state, Letter letter)
    {
        if (letter.Dispatch.ReturnedOn is null || letter.Dispatch.ProvenOn is not null)
        {
            return Refusal.Conflict("letterNotReturned", "Only a letter that came back can be sent again.") with { Field = "letterId" };
        }

        if (letter.SentAgainAs is { } newer)
        {
            return Refusal.Conflict("letterReplaced", $"It was sent again already, as {newer}.") with { Field = "letterId" };
        }

        return letter.Kind == LetterKind.Recruitment && !(state is LetterPending pending && pending.LetterId == letter.LetterId) ? Closed : null;
    }

    private static Refusal Closed => Refusal.Conflict("obligationClosed", "No obligation runs: it was fulfilled, lifted or has ended, or none ever began.");

    private static Refusal NotObliged => Refusal.Conflict("notObliged", "The person is not obliged: there is nothing to exempt from.");

    private static Refusal Confirmed => Refusal.Conflict("breachConfirmed", "The breach was confirmed and handed over to the enforcement officers, who decide from here on.");

    private static Refusal Field(string field, string rule) => new(RefusalKind.Invalid, "badRequest", rule, field);

    private static string Codes(IEnumerable<OfficersGround> grounds) => string.Join(", ", grounds.Select(ground => ground.Code));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
