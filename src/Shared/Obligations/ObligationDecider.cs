using System.Collections.Immutable;
using Inburgering.Calendar;
using Inburgering.Eligibility;
using Inburgering.Policies;

namespace Inburgering.Obligations;

/// <summary>
/// The whole six-month process as pure decisions (seed 3.B): letter, receipt, deadline, reminders, fulfilment, breach,
/// confirmation. A command that repeats what already holds gives no events.
/// </summary>
public static class ObligationDecider
{
    /// <summary>
    /// The events that <paramref name="command"/> causes at <paramref name="now"/>. Time that has passed is counted first, but never
    /// before a pass on or before the deadline: that one counts on its day, whenever it is processed.
    /// </summary>
    /// <param name="policy">The version the obligation runs under; for one that starts, the version in force.</param>
    public static ImmutableList<ObligationEvent> Decide(Obligation state, ObligationCommand command, Policy policy, DateTimeOffset now)
    {
        command = OnPostponedTerm(command, state.Postponements);

        // The deadline first; reminders last, on the term that then holds: one that is overdue names no old deadline and reminds
        // of nothing that is done.
        var events = IsPassInTime(state, command)
            ? []
            : ImmutableList.CreateRange(Time(state, policy, now)).RemoveAll(happened => happened is ObligationEvent.ReminderFellDue);
        var current = events.Aggregate(state, Evolve);
        events = events.AddRange(command switch
        {
            ObligationCommand.Assess assess => Assess(current, assess, policy, now),
            ObligationCommand.EstablishReceipt receipt => Receipt(current, receipt),
            ObligationCommand.WithdrawReceipt receipt => NoReceipt(current, receipt),
            ObligationCommand.ConfirmBreach confirm => Confirm(current, confirm, now),
            ObligationCommand.Postpone postpone => Postpone(current, postpone, policy, now),
            ObligationCommand.Exempt exempt when OfficersActs.Refuse(current, exempt, policy) is null =>
                [new ObligationEvent.ExemptionGranted(LegalCalendar.DayOf(now), policy.Version, new Exemption(exempt.Code, exempt.Evidence, exempt.OfficerId, now))],
            ObligationCommand.WithdrawExemption withdraw => WithdrawExemption(current, withdraw, now),
            ObligationCommand.SendLetterAgain again when current is LetterPending pending && pending.LetterId == again.LetterId =>
                [new ObligationEvent.LetterSentAgain(again.NewLetterId)],
            ObligationCommand.Reopen reopen when current is Fulfilled or FulfilledLate => [new ObligationEvent.Started(LegalCalendar.DayOf(now), policy.Version, reopen.LetterId)],
            _ => [],
        });

        return events.AddRange(Time(events.Aggregate(state, Evolve), policy, now));
    }

    // What the letter and the times outside Flanders give, the postponements move.
    private static ObligationCommand OnPostponedTerm(ObligationCommand command, ImmutableList<Postponement> postponements) => command switch
    {
        ObligationCommand.Assess { Term: { } term } assess => assess with { Term = Deadline.Postponed(term, postponements) },
        ObligationCommand.EstablishReceipt receipt => receipt with { Term = Deadline.Postponed(receipt.Term, postponements) },
        _ => command,
    };

    /// <summary>The next instant after <paramref name="now"/>, up to which time was counted, at which time alone changes something; <see langword="null"/> when nothing can become due.</summary>
    public static DateTimeOffset? NextDue(Obligation state, Policy policy, DateTimeOffset now)
    {
        var today = LegalCalendar.DayOf(now);
        return state switch
        {
            Running running => policy.Reminders
                .Where(offset => !IsRecorded(running, offset))
                .Select(offset => ReminderAt(running.Term, offset, policy))
                .Append(LegalCalendar.StartOf(running.Term.DeadlineOn.AddDays(1)))
                .Append(running.Postponements.NextAfter(today) is { } from ? LegalCalendar.StartOf(from) : DateTimeOffset.MaxValue)
                .Min(),
            Suspended suspended => LegalCalendar.StartOf(GoesOnOn(suspended, today)),
            _ => null,
        };
    }

    /// <summary>The state once time has passed until <paramref name="now"/>: what an officer's act meets.</summary>
    public static Obligation At(Obligation state, Policy policy, DateTimeOffset now) => Time(state, policy, now).Aggregate(state, Evolve);

    /// <summary>Whether the matter is open: something may still become due, or a receipt or a human decision is awaited.</summary>
    public static bool IsOpen(Obligation state) => state is LetterPending or Running or Suspended or Breached { Confirmation: null };

    /// <summary>The state after <paramref name="event"/>.</summary>
    /// <exception cref="InvalidOperationException">The event can't follow that state: a defect, never a caller's mistake.</exception>
    public static Obligation Evolve(Obligation state, ObligationEvent @event)
    {
        var granted = @event switch
        {
            ObligationEvent.PostponementGranted postponed => postponed.Postponement,
            ObligationEvent.ExemptionWithdrawn withdrawn => withdrawn.Postponement,
            _ => null,
        };
        return Next(state, @event) with
        {
            Postponements = granted is null ? state.Postponements : state.Postponements.Add(granted),
            PastTerms = ChangeOfTerm(@event) is { } change && state.Term is { } term ? state.PastTerms.Add(new PastTerm(term, change)) : state.PastTerms,
        };
    }

    private static TermChange? ChangeOfTerm(ObligationEvent @event) => @event switch
    {
        ObligationEvent.TermSet => TermChange.ReceiptCorrected,
        ObligationEvent.TermWithdrawn => TermChange.ReceiptWithdrawn,
        ObligationEvent.PostponementGranted or ObligationEvent.ExemptionWithdrawn { Term: not null } => TermChange.Postponed,
        _ => null,
    };

    private static Obligation Next(Obligation state, ObligationEvent @event) => (state, @event) switch
    {
        (NoObligation or Ended or Fulfilled or FulfilledLate, ObligationEvent.Started started) => new LetterPending(started.On, started.PolicyVersion, started.LetterId),
        (NoObligation or Ended, ObligationEvent.FulfilledBeforeArrival fulfilled) => new Fulfilled(fulfilled.On, fulfilled.PolicyVersion, null),
        (LetterPending pending, ObligationEvent.TermSet set) => new Running(pending.StartedOn, pending.PolicyVersion, pending.LetterId, set.Term, pending.Reminders),
        (Running running, ObligationEvent.TermSet set) => running with { RunningTerm = set.Term },
        (Breached breached, ObligationEvent.TermSet set) => new Running(breached.StartedOn, breached.PolicyVersion, breached.LetterId, set.Term, breached.Reminders),
        (FulfilledLate late, ObligationEvent.TermSet set) => late.FulfilledOn <= set.Term.DeadlineOn
            ? new Fulfilled(late.FulfilledOn, late.PolicyVersion, set.Term)
            : late with { LateTerm = set.Term },
        (Running running, ObligationEvent.TermWithdrawn) => new LetterPending(running.StartedOn, running.PolicyVersion, running.LetterId) { Reminders = running.Reminders },
        (Breached breached, ObligationEvent.TermWithdrawn) => new LetterPending(breached.StartedOn, breached.PolicyVersion, breached.LetterId) { Reminders = breached.Reminders },
        (FulfilledLate late, ObligationEvent.TermWithdrawn) => new Fulfilled(late.FulfilledOn, late.PolicyVersion, null),
        (Running running, ObligationEvent.ReminderFellDue reminder) => running with { Reminders = running.Reminders.Add(new SentReminder(reminder.Offset, reminder.At, reminder.Sent)) },
        (Running running, ObligationEvent.DeadlinePassed passed) => new Breached(running.StartedOn, passed.BreachedOn, running.PolicyVersion, running.LetterId, running.Term, running.Reminders, null),
        (LetterPending pending, ObligationEvent.FulfilledInTime fulfilled) => new Fulfilled(fulfilled.On, pending.PolicyVersion, null),
        (Running running, ObligationEvent.FulfilledInTime fulfilled) => new Fulfilled(fulfilled.On, running.PolicyVersion, running.Term),
        (Breached { Confirmation: null } breached, ObligationEvent.FulfilledInTime fulfilled) => new Fulfilled(fulfilled.On, breached.PolicyVersion, breached.Term),
        (Breached { Confirmation: null } breached, ObligationEvent.BreachConfirmed confirmed) => breached with { Confirmation = confirmed.Confirmation },
        (Breached breached, ObligationEvent.FulfilledAfterDeadline fulfilled) => new FulfilledLate(fulfilled.On, breached.PolicyVersion, breached.LetterId, breached.Term, breached.Confirmation),
        (Suspended suspended, ObligationEvent.TermSet set) => suspended with { StandingTerm = set.Term },
        (Suspended suspended, ObligationEvent.TermWithdrawn) => new LetterPending(suspended.StartedOn, suspended.PolicyVersion, suspended.LetterId) { Reminders = suspended.Reminders },
        (Running running, ObligationEvent.PostponementGranted granted) => running with { RunningTerm = granted.Term, Reminders = DueAnew(running.Reminders, granted) },
        (Suspended suspended, ObligationEvent.PostponementGranted granted) => suspended with { StandingTerm = granted.Term, Reminders = DueAnew(suspended.Reminders, granted) },
        (Running running, ObligationEvent.SuspensionBegan began) => new Suspended(running.StartedOn, running.PolicyVersion, running.LetterId, running.Term, running.Reminders, began.On),
        (Suspended suspended, ObligationEvent.SuspensionOver) => new Running(suspended.StartedOn, suspended.PolicyVersion, suspended.LetterId, suspended.Term, suspended.Reminders),
        (Suspended suspended, ObligationEvent.FulfilledInTime fulfilled) => new Fulfilled(fulfilled.On, suspended.PolicyVersion, suspended.Term),
        (LetterPending or Running or Suspended or Breached { Confirmation: null }, ObligationEvent.ExemptionGranted exempted) => new Exempted(exempted.On, exempted.PolicyVersion, exempted.Exemption, state),
        (Exempted { Lifted: Running running }, ObligationEvent.ExemptionWithdrawn { Term: { } term }) => running with { RunningTerm = term },
        (Exempted { Lifted: Suspended lifted }, ObligationEvent.ExemptionWithdrawn { Term: { } term }) => lifted with { StandingTerm = term },
        (Exempted { Lifted: LetterPending or Breached } exempted, ObligationEvent.ExemptionWithdrawn) => exempted.Lifted,
        (LetterPending pending, ObligationEvent.LetterSentAgain again) => pending with { LetterId = again.LetterId },
        (LetterPending pending, ObligationEvent.EndedFor ended) => EndedBy(ended, pending.PolicyVersion, pending),
        (Running running, ObligationEvent.EndedFor ended) => EndedBy(ended, running.PolicyVersion, running),
        (Suspended suspended, ObligationEvent.EndedFor ended) => EndedBy(ended, suspended.PolicyVersion, suspended),
        (Exempted exempted, ObligationEvent.EndedFor ended) => EndedBy(ended, exempted.PolicyVersion, exempted),
        (Breached breached, ObligationEvent.EndedFor ended) => EndedBy(ended, breached.PolicyVersion, breached),
        (LetterPending pending, ObligationEvent.PolicyReplaced replaced) => pending with { PolicyVersion = replaced.PolicyVersion },
        (Running running, ObligationEvent.PolicyReplaced replaced) => running with { PolicyVersion = replaced.PolicyVersion },
        (Suspended suspended, ObligationEvent.PolicyReplaced replaced) => suspended with { PolicyVersion = replaced.PolicyVersion },
        (Breached { Confirmation: null } breached, ObligationEvent.PolicyReplaced replaced) => breached with { PolicyVersion = replaced.PolicyVersion },
        (Ended { Interrupted: { } interrupted } ended, ObligationEvent.PolicyReplaced) => ended with { Interrupted = Evolve(interrupted, @event) },
        (Ended { Interrupted: { } interrupted }, ObligationEvent.Resumed resumed) => Resume(interrupted, resumed.Term),
        _ => throw new InvalidOperationException($"{@event.GetType().Name} can't follow {state.GetType().Name}."),
    };

    private static IEnumerable<ObligationEvent> Time(Obligation state, Policy policy, DateTimeOffset now)
    {
        var today = LegalCalendar.DayOf(now);
        var standsStill = today <= state.Term?.DeadlineOn && state.Postponements.CoveredUntil(today) is not null;
        if (state is Suspended suspended && !standsStill)
        {
            var over = new ObligationEvent.SuspensionOver(GoesOnOn(suspended, suspended.SuspendedOn));
            yield return over;
            state = Evolve(state, over);
        }

        if (state is not Running running)
        {
            yield break;
        }

        var firstDayAfter = running.Term.DeadlineOn.AddDays(1);
        if (today >= firstDayAfter)
        {
            yield return new ObligationEvent.DeadlinePassed(firstDayAfter);
            yield break;
        }

        if (standsStill)
        {
            yield return new ObligationEvent.SuspensionBegan(running.Postponements.Where(postponement => postponement.Covers(today)).Min(postponement => postponement.From));
            yield break;
        }

        // After an outage several may be due at once: only the one nearest to the deadline still helps anybody.
        var due = policy.Reminders
            .Where(offset => !IsRecorded(running, offset) && ReminderAt(running.Term, offset, policy) <= now)
            .OrderBy(offset => ReminderAt(running.Term, offset, policy))
            .ToList();
        for (var i = 0; i < due.Count; i++)
        {
            yield return new ObligationEvent.ReminderFellDue(due[i].ToString(), now, Sent: i == due.Count - 1);
        }
    }

    // The first day on which a term that stands still on a day goes on, or is over: a later fact about the letter may end it before.
    private static DateOnly GoesOnOn(Suspended suspended, DateOnly day)
    {
        var last = suspended.Postponements.CoveredUntil(day) ?? day;
        return (last < suspended.Term.DeadlineOn ? last : suspended.Term.DeadlineOn).AddDays(1);
    }

    private static ImmutableList<ObligationEvent> Assess(Obligation state, ObligationCommand.Assess command, Policy policy, DateTimeOffset now)
    {
        var today = LegalCalendar.DayOf(now);
        if (state is Ended { Interrupted: not null } && command.Eligibility.Treatment == Treatment.Obliged)
        {
            var resumed = new ObligationEvent.Resumed(command.LivesThereSince ?? today, command.Term);
            return [resumed, .. AfterTime(Evolve(state, resumed), command, policy, now)];
        }

        return command is { Term: { } term, Eligibility.Treatment: Treatment.Obliged } && Receipt(state, new ObligationCommand.EstablishReceipt(state.SettingLetterId ?? string.Empty, term)) is [var set]
            ? [set, .. AfterTime(Evolve(state, set), command, policy, now)]
            : Weigh(state, command, policy, today);
    }

    private static ImmutableList<ObligationEvent> AfterTime(Obligation state, ObligationCommand.Assess command, Policy policy, DateTimeOffset now)
    {
        var passed = IsPassInTime(state, command) ? [] : ImmutableList.CreateRange(Time(state, policy, now)).RemoveAll(happened => happened is ObligationEvent.ReminderFellDue);
        return passed.AddRange(Weigh(passed.Aggregate(state, Evolve), command, policy, LegalCalendar.DayOf(now)));
    }

    private static ImmutableList<ObligationEvent> Weigh(Obligation state, ObligationCommand.Assess command, Policy policy, DateOnly today) =>
        (state, command.Eligibility.Treatment, command.PassedAllOn) switch
        {
            (NoObligation or Ended, Treatment.Obliged, not null) => [new ObligationEvent.FulfilledBeforeArrival(today, policy.Version)],
            (NoObligation or Ended, Treatment.Obliged, null) => [new ObligationEvent.Started(today, policy.Version, command.LetterId)],
            (LetterPending or Running or Suspended, Treatment.Obliged, { } passedOn) => [new ObligationEvent.FulfilledInTime(passedOn)],
            (Breached { Confirmation: null }, _, { } passedOn) when IsPassInTime(state, command) => [new ObligationEvent.FulfilledInTime(passedOn)],
            (Breached, _, { } passedOn) => [new ObligationEvent.FulfilledAfterDeadline(passedOn)],
            (LetterPending or Running or Suspended or Exempted or Breached { Confirmation: null }, not Treatment.Obliged, _) => [End(command, today)],

            // Nothing can be asked of the dead, whatever was confirmed. Anybody else whose breach was confirmed keeps the dossier, wherever they go.
            (Breached, not Treatment.Obliged, _) when command.Eligibility.Reason == EligibilityReason.Deceased => [End(command, today)],
            _ => [],
        };

    private static ObligationEvent.EndedFor End(ObligationCommand.Assess command, DateOnly today)
    {
        var reason = Reason(command.Eligibility.Reason);
        return new ObligationEvent.EndedFor(IsOfResidence(reason) ? command.LivesThereSince ?? today : today, reason);
    }

    // Who was told in writing that the duty no longer applies is told anew when it does: only a term that leaving Flanders broke off runs on.
    private static Ended EndedBy(ObligationEvent.EndedFor ended, string policyVersion, Obligation interrupted) =>
        new(ended.On, ended.Reason, policyVersion, interrupted.Term) { Interrupted = IsOfResidence(ended.Reason) ? interrupted : null };

    private static bool IsOfResidence(EndReason reason) => reason is EndReason.MovedToBrussels or EndReason.MovedToWallonia or EndReason.MovedAbroad or EndReason.Deceased;

    private static Obligation Resume(Obligation interrupted, Term? term) => (interrupted, term) switch
    {
        (LetterPending pending, { } set) => new Running(pending.StartedOn, pending.PolicyVersion, pending.LetterId, set, pending.Reminders),
        (Running running, { } set) => running with { RunningTerm = set },
        (Suspended suspended, { } set) => new Running(suspended.StartedOn, suspended.PolicyVersion, suspended.LetterId, set, suspended.Reminders),
        (Suspended suspended, null) => new LetterPending(suspended.StartedOn, suspended.PolicyVersion, suspended.LetterId) { Reminders = suspended.Reminders },
        (Running running, null) => new LetterPending(running.StartedOn, running.PolicyVersion, running.LetterId) { Reminders = running.Reminders },
        (Breached { Confirmation: not null }, _) => interrupted,
        (Breached breached, { } set) => new Running(breached.StartedOn, breached.PolicyVersion, breached.LetterId, set, breached.Reminders),
        (Breached breached, null) => new LetterPending(breached.StartedOn, breached.PolicyVersion, breached.LetterId) { Reminders = breached.Reminders },
        _ => interrupted,
    };

    private static bool IsPassInTime(Obligation state, ObligationCommand command) =>
        state is Running or Suspended or Breached { Confirmation: null }
        && command is ObligationCommand.Assess { PassedAllOn: { } passedOn } assess
        && passedOn <= (assess.Term ?? state.Term!).DeadlineOn;

    private static ImmutableList<ObligationEvent> Receipt(Obligation state, ObligationCommand.EstablishReceipt command) => state switch
    {
        LetterPending pending when pending.LetterId == command.LetterId => [new ObligationEvent.TermSet(command.Term)],
        Running running when running.LetterId == command.LetterId && Differs(running.Term, command.Term) => [new ObligationEvent.TermSet(command.Term)],

        Suspended suspended when suspended.LetterId == command.LetterId && Differs(suspended.Term, command.Term) => [new ObligationEvent.TermSet(command.Term)],

        // A later fact about the letter corrects what no human has confirmed yet.
        Breached { Confirmation: null } breached when breached.LetterId == command.LetterId && Differs(breached.Term, command.Term) => [new ObligationEvent.TermSet(command.Term)],
        FulfilledLate { Confirmation: null } late when late.LetterId == command.LetterId && Differs(late.Term!, command.Term) => [new ObligationEvent.TermSet(command.Term)],
        _ => [],
    };

    private static ImmutableList<ObligationEvent> NoReceipt(Obligation state, ObligationCommand.WithdrawReceipt command) => state switch
    {
        Running running when running.LetterId == command.LetterId => [new ObligationEvent.TermWithdrawn()],
        Suspended suspended when suspended.LetterId == command.LetterId => [new ObligationEvent.TermWithdrawn()],
        Breached { Confirmation: null } breached when breached.LetterId == command.LetterId => [new ObligationEvent.TermWithdrawn()],
        FulfilledLate { Confirmation: null } late when late.LetterId == command.LetterId => [new ObligationEvent.TermWithdrawn()],
        _ => [],
    };

    private static ImmutableList<ObligationEvent> Confirm(Obligation state, ObligationCommand.ConfirmBreach command, DateTimeOffset now) =>
        state is Breached { Confirmation: null }
            ? [new ObligationEvent.BreachConfirmed(new BreachConfirmation(command.OfficerId, now, command.Reason))]
            : [];

    private static ImmutableList<ObligationEvent> Postpone(Obligation state, ObligationCommand.Postpone command, Policy policy, DateTimeOffset now)
    {
        if (OfficersActs.Refuse(state, command, policy) is not null)
        {
            return [];
        }

        var granted = Granted(state, command.Ground, command.Evidence, command.From, command.To, command.OfficerId, now);
        return [new ObligationEvent.PostponementGranted(granted, Deadline.Postponed(state.Term!, state.Postponements.Add(granted)))];
    }

    // A term that ran, or began meanwhile, has stood still for as long as the exemption held: nobody loses a day by it.
    private static ImmutableList<ObligationEvent> WithdrawExemption(Obligation state, ObligationCommand.WithdrawExemption command, DateTimeOffset now) => state switch
    {
        Exempted { Lifted: Breached } => [new ObligationEvent.ExemptionWithdrawn(null, null)],
        Exempted exempted => [Withdrawn(exempted, Granted(state, Exempted.Ground, command.Reason, exempted.ExemptedOn, LegalCalendar.DayOf(now), command.OfficerId, now))],
        _ => [],
    };

    private static ObligationEvent.ExemptionWithdrawn Withdrawn(Exempted exempted, Postponement granted) =>
        new(granted, exempted.Lifted.Term is { } term ? Deadline.Postponed(term, exempted.Postponements.Add(granted)) : null);

    private static Postponement Granted(Obligation state, string ground, string evidence, DateOnly from, DateOnly to, string officerId, DateTimeOffset now) =>
        new(state.Postponements.Count + 1, ground, evidence, from, to, officerId, now);

    // Whoever was reminded of a deadline that is far again is reminded of the new one too.
    private static ImmutableList<SentReminder> DueAnew(ImmutableList<SentReminder> reminders, ObligationEvent.PostponementGranted granted) => [.. reminders.Select(reminder =>
        Period.TryParse(reminder.Offset, out var offset) && offset.Before(granted.Term.DeadlineOn) > LegalCalendar.DayOf(granted.Postponement.GrantedAt)
            ? reminder with { IsOfEarlierDeadline = true }
            : reminder)];

    private static bool Differs(Term known, Term term) => (known.ReceivedOn, known.DeadlineOn) != (term.ReceivedOn, term.DeadlineOn);

    private static bool IsRecorded(Running running, Period offset) => running.Reminders.Any(reminder => !reminder.IsOfEarlierDeadline && reminder.Offset == offset.ToString());

    private static DateTimeOffset ReminderAt(Term term, Period offset, Policy policy) => LegalCalendar.At(offset.Before(term.DeadlineOn), policy.ReminderTime);

    private static EndReason Reason(EligibilityReason reason) => reason switch
    {
        EligibilityReason.SettledInBrussels => EndReason.MovedToBrussels,
        EligibilityReason.SettledInWallonia => EndReason.MovedToWallonia,
        EligibilityReason.LeftBelgium => EndReason.MovedAbroad,
        EligibilityReason.Deceased => EndReason.Deceased,
        EligibilityReason.EuPlusNational => EndReason.Naturalised,
        _ => EndReason.StatusChanged,
    };
}
