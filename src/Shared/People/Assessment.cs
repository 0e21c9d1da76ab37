using System.Globalization;
using System.Text.Json.Nodes;
using Inburgering.Calendar;
using Inburgering.Certificates;
using Inburgering.Compliance;
using Inburgering.Eligibility;
using Inburgering.Enforcement;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Policies;

namespace Inburgering.People;

/// <summary>
/// Draws the consequences of new facts, progress, time or an officer's act for one file: eligibility, agency, obligation, letters,
/// what other authorities are told. Pure: it turns a change into a larger change.
/// </summary>
public static class Assessment
{
    /// <summary>Decides anew on the facts and the progress in <paramref name="change"/>.</summary>
    public static void Reassess(FileChange change, PolicyBook policies)
    {
        if (!change.File.IsKnown)
        {
            return;
        }

        ReplacePolicy(change, policies);
        var policy = policies.Of(change.File.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(change.Now));
        DecideEligibility(change, policy);
        ReviewAdulthood(change, policy);

        // Whoever moves to another agency is told by that one; an end is told by the one whose case it was.
        var isObliged = change.File.Eligibility!.Treatment == Treatment.Obliged;
        if (isObliged)
        {
            AssignAgency(change, policy);
        }

        Apply(change, policies, new ObligationCommand.Assess(
            change.File.Eligibility!,
            change.File.PassedAllOn(policies.Of(change.File.Obligation) ?? policy),
            LetterWriting.NextLetterId(change.File))
        {
            Term = ReceiptCounting.TermOf(change.File, policies),
            LivesThereSince = change.File.Residences is [.., var residence] ? residence.From : null,
        });
        if (!isObliged)
        {
            AssignAgency(change, policy);
        }

        ReferBeforeArrival(change, policy);
        Encourage(change, policy);
        Notices.TellDwewis(change, policies);
    }

    /// <summary>Draws the consequences of nothing but time: a deadline, a reminder, a merger of municipalities, a birthday, a new version of the policy.</summary>
    public static void PassTime(FileChange change, PolicyBook policies)
    {
        if (change.File.Eligibility is null)
        {
            return;
        }

        if (policies.Replacing(change.File.Obligation, LegalCalendar.DayOf(change.Now)) is not null)
        {
            Reassess(change, policies);
            return;
        }

        var policy = policies.Of(change.File.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(change.Now));
        ReviewAdulthood(change, policy);
        AssignAgency(change, policy);
        Apply(change, policies, new ObligationCommand.PassTime());
    }

    // A running obligation keeps the version it started under, unless a newer one says that it applies to running ones.
    private static void ReplacePolicy(FileChange change, PolicyBook policies)
    {
        if (policies.Replacing(change.File.Obligation, LegalCalendar.DayOf(change.Now)) is { } newer)
        {
            change.Update(file => file with { Obligation = ObligationDecider.Evolve(file.Obligation, new ObligationEvent.PolicyReplaced(newer.Version)) });
            change.Record("policyReplaced", newer.Version, newer.Version);
        }
    }

    // Whoever settled in Flanders as a minor is looked at by a case officer once they are of age; nothing begins by itself.
    private static void ReviewAdulthood(FileChange change, Policy policy)
    {
        var file = change.File;
        if (file.AdulthoodReview is { Decision: not null })
        {
            return;
        }

        var comesOfAgeOn = file.Details.BirthDate.AddYears(policy.AdultAge);
        var review = file is { Eligibility.Reason: EligibilityReason.Minor, Registration.Region: Arrivals.Region.Flanders }
            ? new AdulthoodReview(comesOfAgeOn, comesOfAgeOn <= LegalCalendar.DayOf(change.Now))
            : null;
        if (review != file.AdulthoodReview)
        {
            change.Update(before => before with { AdulthoodReview = review });
            change.Record(review switch { null => "adulthoodReviewDropped", { IsOpen: true } => "adulthoodReviewOpened", _ => "adulthoodReviewScheduled" }, policyVersion: policy.Version);
        }
    }

    /// <summary>Puts a command to the obligation and draws the consequences.</summary>
    /// <param name="isWhole">Whether nothing follows in the same act: DWEWIS hears the outcome of an act, never a step of it.</param>
    public static void Apply(FileChange change, PolicyBook policies, ObligationCommand command, bool isWhole = true)
    {
        if (!change.File.IsKnown)
        {
            return;
        }

        var policy = policies.Of(change.File.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(change.Now));
        foreach (var happened in ObligationDecider.Decide(change.File.Obligation, command, policy, change.Now))
        {
            change.Update(file => file with { Obligation = ObligationDecider.Evolve(file.Obligation, happened) });
            change.Record(ActionOf(happened), DetailOf(happened), policy.Version);
            Consequences(change, happened, policy);
        }

        if (isWhole)
        {
            Notices.TellDwewis(change, policies);
        }
    }

    private static void DecideEligibility(FileChange change, Policy policy)
    {
        var facts = change.File.EligibilityFacts;
        var decision = EligibilityRules.Decide(facts, policy);
        var standing = EligibilityRules.StandingOf(facts, policy);
        if (decision != change.File.Eligibility)
        {
            change.Update(file => file with { Eligibility = decision });
            change.Record("eligibilityDecided", $"{WireName.Of(decision.Treatment)}: {WireName.Of(decision.Reason)}", policy.Version);
        }

        if (standing != change.File.Standing)
        {
            change.Update(file => file with { Standing = standing });
            Notices.TellHousehold(change);
        }
    }

    private static void AssignAgency(FileChange change, Policy policy)
    {
        var file = change.File;
        var agency = file.Eligibility!.Treatment switch
        {
            Treatment.Obliged => Arrivals.Municipality.AgencyOn(file.Registration!.Municipality, LegalCalendar.DayOf(change.Now)),

            // In Brussels AgII works for the Flemish policy, beside BAPA.
            Treatment.Encouraged => Arrivals.Agency.Agii,
            _ when file.AdulthoodReview is { IsOpen: true } => Arrivals.Municipality.AgencyOn(file.Registration!.Municipality, LegalCalendar.DayOf(change.Now)) ?? file.Agency,
            _ => file.Agency,
        };
        if (agency == file.Agency || agency is null)
        {
            return;
        }

        change.Update(before => before with { Agency = agency });
        change.Record("agencyAssigned", WireName.Of(agency.Value));
        var reason = file.Eligibility.Treatment == Treatment.Encouraged ? "settledInBrussels"
            : file.AdulthoodReview is { IsOpen: true, Decision: null } ? "cameOfAge"
            : file.Agency is null ? "registered"
            : "moved";
        Notices.Refer(change, policy, agency.Value, file.Agency ?? file.ReferredTo, reason);
    }

    // Whoever may begin before arrival is referred to AgII, the exclusive provider there, once (seed 3.A).
    private static void ReferBeforeArrival(FileChange change, Policy policy)
    {
        if (change.File is { Eligibility.Treatment: Treatment.PreArrivalAccess, Agency: null, ReferredTo: null })
        {
            Notices.Refer(change, policy, Arrivals.Agency.Agii, null, "preArrival");
        }
    }

    private static void Encourage(FileChange change, Policy policy)
    {
        if (change.File.Eligibility!.Treatment == Treatment.Encouraged && !change.File.Letters.Any(letter => letter.Kind == LetterKind.Encouragement))
        {
            LetterWriting.Write(change, LetterKind.Encouragement, policy);
        }
    }

    private static void Consequences(FileChange change, ObligationEvent happened, Policy policy)
    {
        switch (happened)
        {
            case ObligationEvent.Started:
                LetterWriting.Write(change, LetterKind.Recruitment, policy);
                Notices.Announce(change, "obligation.started", policy);
                break;
            case ObligationEvent.FulfilledBeforeArrival:
                LetterWriting.Write(change, LetterKind.Confirmation, policy);
                Notices.Announce(change, "obligation.fulfilled", policy, late: false);
                break;
            case ObligationEvent.FulfilledInTime:
                Notices.Announce(change, "obligation.fulfilled", policy, late: false);
                break;
            case ObligationEvent.FulfilledAfterDeadline:
                Notices.Announce(change, "obligation.fulfilled", policy, late: true);
                break;
            case ObligationEvent.ReminderFellDue { Sent: true }:
                Notices.Remind(change, policy);
                break;
            case ObligationEvent.DeadlinePassed:
                Notices.Announce(change, "obligation.breached", policy);
                break;
            case ObligationEvent.BreachConfirmed:
                Notices.ReferToEnforcement(change);
                break;
            case ObligationEvent.PostponementGranted { Postponement: var postponement }:
                LetterWriting.Tell(change, policy, ToldAct.OfTerm(ToldActKind.Postponement, change.File.Obligation, change.File.Obligation.PastTerms[^1].Term.DeadlineOn) with
                {
                    Ground = postponement.Ground,
                    From = postponement.From,
                    To = postponement.To,
                });
                break;
            case ObligationEvent.ExemptionGranted { Exemption: var exemption }:
                LetterWriting.Tell(change, policy, new ToldAct(ToldActKind.Exemption) { Ground = exemption.Code, From = LegalCalendar.DayOf(exemption.GrantedAt), Standing = ObligationStatus.Exempted });
                break;
            case ObligationEvent.EndedFor ended:
                if (ended.Reason is EndReason.StatusChanged or EndReason.Naturalised && change.File.Registration is { DepartedOn: null })
                {
                    LetterWriting.Write(change, LetterKind.Withdrawal, policy);
                }

                Notices.Announce(change, "obligation.ended", policy, reason: WireName.Of(ended.Reason));
                break;
            case ObligationEvent.Resumed:
                Notices.Announce(change, "obligation.started", policy, reason: "resumed");
                if (change.File.Obligation is Running running && running.Term.DeadlineOn >= LegalCalendar.DayOf(change.Now) && !change.File.HasPassedAll(policy))
                {
                    // No letter states a term that runs on: the person hears its new last day at once.
                    Notices.Remind(change, policy);
                }

                break;
        }
    }

    /// <summary>What the line says beside the action: days, numbers and codes, so that the trail alone tells how a term moved.</summary>
    private static string? DetailOf(ObligationEvent happened) => happened switch
    {
        ObligationEvent.TermSet set => $"received {Notices.Day(set.Term.ReceivedOn)}, deadline {Notices.Day(set.Term.DeadlineOn)}",
        ObligationEvent.PostponementGranted { Postponement: var granted, Term: var term } =>
            string.Create(CultureInfo.InvariantCulture, $"{granted.Number}: {granted.Ground} {Notices.Day(granted.From)} to {Notices.Day(granted.To)}, deadline {Notices.Day(term.DeadlineOn)}"),
        ObligationEvent.ExemptionGranted granted => granted.Exemption.Code,
        ObligationEvent.ExemptionWithdrawn { Term: { } term } => $"deadline {Notices.Day(term.DeadlineOn)}",
        ObligationEvent.LetterSentAgain again => again.LetterId,
        ObligationEvent.EndedFor ended => WireName.Of(ended.Reason),
        _ => null,
    };

    private static string ActionOf(ObligationEvent happened) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(happened.GetType().Name);
}
