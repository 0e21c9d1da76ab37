using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Inburgering.Compliance;
using Inburgering.Eligibility;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

/// <summary>What holds at every moment of every life, whatever happens in whatever order.</summary>
public sealed class LifeProperties
{
    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void Nobody_outside_the_target_group_on_the_facts_then_known_has_a_deadline(Step[] steps) => Holds(steps, life =>
    {
        if (life.File.Eligibility is { Treatment: not Treatment.Obliged })
        {
            Assert.False(life.File.Obligation is LetterPending or Running or Suspended or Breached { Confirmation: null }, life.EndState());
        }
    });

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void Who_fulfilled_before_the_deadline_is_never_referred_to_enforcement(Step[] steps)
    {
        var life = Lived(steps);

        if (life.States.OfType<Fulfilled>().Any())
        {
            Assert.Null(life.File.Enforcement);
            Assert.IsType<Fulfilled>(life.File.Obligation);
        }
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void There_is_at_most_one_referral_a_person_and_only_of_a_confirmed_breach(Step[] steps)
    {
        var life = Lived(steps);

        var referrals = life.Audit.Count(line => line.Action == "referredToEnforcement");
        Assert.Equal(life.File.Enforcement is null ? 0 : 1, referrals);
        Assert.Equal(referrals, life.Audit.Count(line => line.Action == "breachConfirmed"));
        Assert.True(life.File.Enforcement is null or { Breach.Confirmation: not null });
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void No_reminder_leaves_after_an_end_and_none_twice(Step[] steps)
    {
        var life = new Life(Start);
        foreach (var step in steps)
        {
            var (sentBefore, before) = (life.Sent.Count, life.File.Obligation);
            life.Take(step);

            // What was due before something happened is counted before it; a running term is the only ground.
            var reminders = life.Sent.Skip(sentBefore).Count(IsReminder);
            Assert.True(reminders == 0 || before is Running || life.File.Obligation is Running, $"{before} → {step} → {life.File.Obligation}");

            // A corrected term may have one of its own due, beside the one that the old term had.
            Assert.InRange(reminders, 0, step is Step.Dispatched or Step.Prove or Step.ChangeResidence or Step.Register ? 2 : 1);
        }

        foreach (var running in life.States.OfType<Running>())
        {
            var standing = running.Reminders.Where(reminder => !reminder.IsOfEarlierDeadline).Select(reminder => reminder.Offset).ToList();
            Assert.Equal(standing.Count, standing.Distinct().Count());
        }

        // Every obligation of a life may remind at each offset once, and once more for each deadline that a postponement gave.
        Assert.InRange(
            life.Sent.Count(IsReminder),
            0,
            (3 * life.Audit.Count(line => line.Action is "started" or "postponementGranted" or "exemptionWithdrawn")) + life.Audit.Count(line => line.Action == "resumed"));
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void What_is_due_next_is_always_in_the_future_once_time_has_passed(Step[] steps) => Holds(steps, life =>
    {
        life.Take(new Step.Wait(0, Looks: true));

        Assert.True(ObligationDecider.NextDue(life.File.Obligation, TestPolicy.Current, life.Now) is not { } next || next > life.Now);
    });

    [Property(MaxTest = 2000, Arbitrary = [typeof(WholeLives)])]
    public void Waiting_for_what_is_due_next_always_comes_to_an_end(Step[] steps)
    {
        var life = Lived(steps);
        life.Take(new Step.Wait(0, Looks: true));
        var rounds = 0;
        var (state, now) = (life.File.Obligation, life.Now);
        while (ObligationDecider.NextDue(state, TestPolicy.Current, now) is { } next)
        {
            Assert.True(next > now);
            (state, now) = (ObligationDecider.Decide(state, new ObligationCommand.PassTime(), TestPolicy.Current, next).Aggregate(state, ObligationDecider.Evolve), next);
            Assert.InRange(++rounds, 1, 40);
        }

        Assert.False(state is Running or Suspended);
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void DWEWIS_is_told_every_change_of_its_answer_about_an_applicant_and_nothing_twice(Step[] steps)
    {
        var life = Lived(steps);

        var told = life.Sent
            .Where(message => message.Type.EndsWith("compliance.changed", StringComparison.Ordinal))
            .Select(message => System.Text.Json.JsonDocument.Parse(message.DataJson).RootElement.GetProperty("status").GetString())
            .ToList();
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        if (life.File.Eligibility is not null && life.File.IsApplicant(TestPolicy.Current))
        {
            Assert.Equal(ComplianceRules.Answer(life.File.Obligation, life.File.HasPassedAll(TestPolicy.Current)), life.File.ToldDwewis ?? ComplianceStatus.NotApplicable);
        }
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(WholeLives)])]
    public void Events_audit_lines_and_letters_are_numbered_without_a_gap(Step[] steps)
    {
        var life = Lived(steps);

        // The number of the referral is taken at the confirmation and used when the dossier is built.
        life.Take(new Step.HandOver());
        Assert.Equal(Enumerable.Range(1, life.Sent.Count).Select(number => (long)number), life.Sent.Select(message => message.Sequence).Order());
        Assert.Equal(Enumerable.Range(1, life.Audit.Count).Select(number => (long)number), life.Audit.Select(line => line.Number));
        Assert.Equal(Enumerable.Range(1, life.File.Letters.Count).Select(number => $"p1-{number}"), life.File.Letters.Select(letter => letter.LetterId));
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void ABB_hears_of_a_late_pass_after_the_referral_by_number_whatever_overtakes_the_dossier(Step[] steps)
    {
        var life = Lived([.. steps, new Step.HandOver()]);

        var toAbb = life.Sent.Where(message => message.Late is true || IsReferral(message)).OrderBy(message => message.Sequence).ToList();
        Assert.True(toAbb.Count == 0 || IsReferral(toAbb[0]), string.Join(", ", toAbb.Select(message => message.Type)));
        Assert.Equal(life.File.Enforcement is null ? 0 : 1, toAbb.Count(IsReferral));
        Assert.InRange(toAbb.Count, 0, 2);
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void What_is_fulfilled_on_or_before_the_deadline_never_leads_to_a_dossier(Step[] steps, ushort minutes, PositiveInt seed)
    {
        // The term of a letter posted on 11 May runs until 16 November 2026; the time of the kept answers is up at any minute until its end.
        var life = new Life(Start).Taking([new Step.Register(1, Given.Leuven, Inburgering.Arrivals.ReasonOfStay.Worker, "TR", "2026-05-04"), new Step.Dispatched(1, "2026-05-11", Inburgering.Letters.PostingMethod.Ordinary, null)]);
        var term = Assert.IsType<Running>(life.File.Obligation).Term;
        var endOfTerm = Inburgering.Calendar.LegalCalendar.StartOf(term.DeadlineOn.AddDays(1));
        var random = new Random(seed.Get);
        var hours = (int)(endOfTerm - life.Now).TotalHours - 1;
        life.Take(new Step.Wait(random.Next(hours), Looks: minutes % 2 == 0));
        life.Take(new Step.KeepAnswers(random.Next((int)(endOfTerm - life.Now).TotalHours)));

        foreach (var step in steps.Where(step => step is Step.Wait or Step.Confirm or Step.HandOver or Step.PassEverything).Append(new Step.Wait(24 * 300, Looks: false)).Append(new Step.Confirm()))
        {
            life.Take(step);
        }

        Assert.True(Assert.IsType<Fulfilled>(life.File.Obligation).FulfilledOn <= term.DeadlineOn);
        Assert.Null(life.File.Enforcement);
        Assert.DoesNotContain(life.Sent, message => message.Type.EndsWith("obligation.breached", StringComparison.Ordinal) || IsReferral(message));
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void An_officers_act_never_makes_a_deadline_earlier(Step[] steps)
    {
        var life = new Life(Start);
        foreach (var step in steps)
        {
            var before = life.File.Obligation.Term;
            life.Take(step);
            if (step is Step.Confirm or Step.Postpone or Step.Prove or Step.SendAgain && before is not null)
            {
                Assert.True(life.File.Obligation.Term!.DeadlineOn >= before.DeadlineOn, $"{step}: {before.DeadlineOn} → {life.File.Obligation.Term.DeadlineOn}");
            }
        }
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void An_exemption_that_is_withdrawn_costs_nobody_a_day(Step[] steps)
    {
        // What the post says meanwhile may move a receipt; that is no officer's doing.
        var (life, said) = (new Life(Start), false);
        foreach (var step in steps)
        {
            var before = life.File.Obligation;
            life.Take(step);
            said = before is Exempted && (said || step is Step.Dispatched or Step.Prove);
            if (step is Step.WithdrawExemption && !said && before is Exempted { Lifted: Running or Suspended, Lifted.Term: { } term } && life.File.Obligation is Running or Suspended)
            {
                Assert.True(life.File.Obligation.Term!.DeadlineOn >= term.DeadlineOn);
            }
        }
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void A_move_inside_Flanders_never_changes_a_deadline(Step[] steps)
    {
        var life = new Life(Start);
        foreach (var step in steps)
        {
            var (before, lived) = (life.File.Obligation, life.File.Residences);
            life.Take(step);
            if (step is Step.ChangeResidence { Kind: Inburgering.Arrivals.ResidenceChangeKind.Moved }
                && lived.Count > 0
                && lived.Concat(life.File.Residences).All(residence => residence.Region == Inburgering.Arrivals.Region.Flanders)
                && (before.Term, life.File.Obligation.Term) is ({ } earlier, { } later))
            {
                Assert.Equal(earlier.DeadlineOn, later.DeadlineOn);
            }
        }
    }

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void Nobody_is_in_breach_while_a_postponement_stands_the_term_still(Step[] steps) => Holds(steps, life =>
    {
        if (life.File.Obligation is Suspended suspended)
        {
            Assert.True(suspended.Term.DeadlineOn >= Inburgering.Calendar.LegalCalendar.DayOf(life.Now) || !life.File.Obligation.Equals(ObligationDecider.At(suspended, TestPolicy.Current, life.Now)));
        }

        if (life.File.Obligation is Breached breached)
        {
            Assert.True(breached.BreachedOn > breached.Term.DeadlineOn);
        }
    });

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void Every_step_of_a_terms_derivation_begins_where_the_last_ended_and_the_days_add_up(Step[] steps) => Holds(steps, life =>
    {
        if (life.File.Obligation is Running or Suspended && life.File.Obligation.Term is { } term)
        {

            // A time outside Flanders is where the chain breaks off: it goes on from the return.
            Assert.All(
                term.Derivation.Zip(term.Derivation.Skip(1)).Where(pair => pair.Second.Rule is not (DerivationRule.DaysRemained or DerivationRule.RemainingDaysRunOn)),
                pair => Assert.Equal(pair.First.To, pair.Second.From));
            Assert.Equal((term.ReceivedOn, term.DeadlineOn), (term.Derivation[0].To, term.Derivation[^1].To));
            Assert.All(term.Derivation.Where(step => step.Days is not null), step => Assert.Equal(step.Days, step.To.DayNumber - step.From.DayNumber));

            // No day is taken out twice.
            var days = term.Derivation.Where(step => step.Rule == DerivationRule.Postponed).Sum(step => step.Days ?? 0);
            var covered = life.File.Obligation.Postponements.SelectMany(granted => Enumerable.Range(granted.From.DayNumber, granted.To.DayNumber - granted.From.DayNumber + 1)).Distinct().Count();
            Assert.InRange(days, 0, covered);
        }
    });

    [Property(MaxTest = 3000, Arbitrary = [typeof(WholeLives)])]
    public void An_excluding_fact_that_ends_what_a_letter_asked_is_followed_by_a_withdrawal_letter(Step[] steps)
    {
        var life = new Life(Start);
        foreach (var step in steps)
        {
            var (before, letters) = (life.File.Obligation, life.File.Letters.Count);
            life.Take(step);
            if (before is not Ended && life.File.Obligation is Ended { Reason: EndReason.StatusChanged or EndReason.Naturalised } && life.File.Registration is { DepartedOn: null })
            {
                Assert.Contains(life.File.Letters.Skip(letters), letter => letter.Kind == Inburgering.Letters.LetterKind.Withdrawal);
            }
        }
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(WholeLives)])]
    public void Looking_more_often_changes_no_state(Step[] steps)
    {
        var seldom = Lived(steps);
        var often = Lived([.. steps.SelectMany(step => new[] { step, new Step.Wait(0, Looks: true) })]);

        Assert.Equal(seldom.Taking([new Step.Wait(0, Looks: true)]).EndState(), often.EndState());
    }

    [Fact]
    public void The_lives_that_are_drawn_reach_every_state_a_referral_and_every_way_out_of_a_breach()
    {
        // One in four begins with a breach that a later fact about the letter may still take back.
        Step[] breached =
        [
            new Step.Register(4, Given.Leuven, Inburgering.Arrivals.ReasonOfStay.Worker, "TR", "2026-05-04"),
            new Step.Dispatched(1, "2026-05-11", Inburgering.Letters.PostingMethod.Ordinary, null),
            new Step.Wait(24 * 200, Looks: true),
        ];
        var lives = Steps.Any.ArrayOf(60).Sample(3000, new Rnd(1), 60).Select((steps, number) => Lived(number % 4 == 0 ? [.. breached, .. steps] : steps)).ToList();

        Assert.Equal(
            ["Breached", "Ended", "Exempted", "Fulfilled", "FulfilledLate", "LetterPending", "NoObligation", "Running", "Suspended"],
            lives.SelectMany(life => life.States).Select(state => state.GetType().Name).Distinct().Order(StringComparer.Ordinal));
        Reach("a referral", life => life.File.Enforcement is not null);
        Reach("a late pass after a referral", life => life is { File.Enforcement: not null, File.Obligation: FulfilledLate });
        Reach("a late pass that overtakes the dossier", life => life.Sent.FindIndex(message => message.Late is true) is var late && late >= 0 && life.Sent.FindIndex(IsReferral) > late);
        Reach("a pass by kept answers", life => life.Audit.Any(line => line.Action == "testPassed"));
        Reach("a receipt taken back", life => life.Audit.Any(line => line.Action == "termWithdrawn"));
        Reach("a breach taken back", life => Follow(life, (before, after) => (before, after) is (Breached, Running)));
        Reach("a new start", life => Follow(life, (before, after) => (before, after) is (Ended, LetterPending)));
        Reach("a return", life => Follow(life, (before, after) => (before, after) is (Ended { Interrupted: not null }, Running or LetterPending or Breached)));
        foreach (var reason in Enum.GetValues<EndReason>())
        {
            Reach($"an end by {reason}", life => life.States.OfType<Ended>().Any(ended => ended.Reason == reason));
        }

        Reach("a term with days that ran on", life => life.File.Obligation.Term?.Derivation.Any(step => step.Rule == DerivationRule.RemainingDaysRunOn) is true);
        Reach("a reminder", life => life.Sent.Any(IsReminder));
        Reach("a postponement that ends and lets the term go on", life => Follow(life, (before, after) => (before, after) is (Suspended, Running)));
        Reach("a pass while the term stands still", life => Follow(life, (before, after) => (before, after) is (Suspended, Fulfilled)));
        Reach("an exemption that is withdrawn", life => Follow(life, (before, after) => before is Exempted && after is not Exempted));
        Reach("a proof to the contrary that moves a deadline", life => life.Audit.Any(line => line.Action == "receiptProven"));

        void Reach(string what, Func<Life, bool> reached) => Assert.True(lives.Any(reached), $"None of the lives drawn has {what}.");

        static bool Follow(Life life, Func<Obligation, Obligation, bool> pair) => life.States.Zip(life.States.Skip(1)).Any(states => pair(states.First, states.Second));
    }

    private static DateTimeOffset Start => InBrussels("2026-05-10");

    private static bool IsReminder(Inburgering.Messages.OutgoingMessage message) => message.Type.EndsWith("reminder.requested", StringComparison.Ordinal);

    private static bool IsReferral(Inburgering.Messages.OutgoingMessage message) => message.Type.EndsWith("enforcement.referred", StringComparison.Ordinal);

    private static Life Lived(IEnumerable<Step> steps) => new Life(Start).Taking(steps);

    private static void Holds(IEnumerable<Step> steps, Action<Life> holds)
    {
        var life = new Life(Start);
        foreach (var step in steps)
        {
            life.Take(step);
            holds(life);
        }
    }
}
