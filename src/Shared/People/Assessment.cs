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
            AssignAgency(change);
        }

        Apply(change, policies, new ObligationCommand.Assess(
            change.File.Eligibility!,
            change.File.PassedAllOn(policies.Of(change.File.Obligation) ?? policy),
            NextLetterId(change.File))
        {
            Term = TermOf(change.File, policies),
            LivesThereSince = change.File.Residences is [.., var residence] ? residence.From : null,
        });
        if (!isObliged)
        {
            AssignAgency(change);
        }

        Encourage(change, policy);
        TellDwewis(change, policies);
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

        ReviewAdulthood(change, policies.Of(change.File.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(change.Now)));
        AssignAgency(change);
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
            TellDwewis(change, policies);
        }
    }

    /// <summary>Takes a fact about a letter's dispatch; for the recruitment letter, the term is computed anew from all of them.</summary>
    public static void TakeDispatch(FileChange change, PolicyBook policies, Letter letter, Fact<DispatchFact> fact)
    {
        var known = letter with { DispatchFacts = letter.DispatchFacts.Taking(fact) };
        change.Update(file => file with { Letters = file.Letters.Replace(letter, known) });
        change.Record(fact.Content switch { { ProvenOn: not null } => "receiptProven", { ReturnedOn: not null } => "letterReturned", { PostedOn: not null } => "letterPosted", _ => "letterDelivered" }, letter.LetterId);
        if (letter.Kind == LetterKind.Recruitment)
        {
            CountReceipt(change, policies, known);
        }
    }

    /// <summary>Computes the term anew from all that is known of the recruitment letter that sets it.</summary>
    public static void CountReceipt(FileChange change, PolicyBook policies)
    {
        if (change.File.Letters.LastOrDefault(letter => letter.Kind == LetterKind.Recruitment) is { } letter)
        {
            CountReceipt(change, policies, letter);
        }
    }

    /// <summary>Writes a letter anew that came back: a letter of its own, whose receipt sets the term if the old one's would have.</summary>
    public static void WriteAnew(FileChange change, PolicyBook policies, Letter letter)
    {
        var newLetterId = NextLetterId(change.File);
        AddLetter(change, letter.Kind, policies.Version(letter.PolicyVersion));
        change.Update(file => file with { Letters = file.Letters.Replace(letter, letter with { SentAgainAs = newLetterId }) });
        if (letter.Kind == LetterKind.Recruitment)
        {
            Apply(change, policies, new ObligationCommand.SendLetterAgain(letter.LetterId, newLetterId));
        }
    }

    private static void CountReceipt(FileChange change, PolicyBook policies, Letter letter) =>
        Apply(change, policies, TermSetBy(letter, change.File, policies) is { } term
            ? new ObligationCommand.EstablishReceipt(letter.LetterId, term)
            : new ObligationCommand.WithdrawReceipt(letter.LetterId));

    /// <summary>The term of the obligation on the facts now known; <see langword="null"/> without a receipt.</summary>
    private static Term? TermOf(PersonFile file, PolicyBook policies) =>
        file.Letters.FirstOrDefault(letter => letter.LetterId == file.Obligation.SettingLetterId) is { } letter ? TermSetBy(letter, file, policies) : null;

    private static Term? TermSetBy(Letter letter, PersonFile file, PolicyBook policies) =>
        Deadline.Of(
            letter.Dispatch,
            (letter.LetterId == file.Obligation.SettingLetterId ? policies.Of(file.Obligation) : null) ?? policies.Version(letter.PolicyVersion),
            Arrivals.Residence.Absences(file.Residences),
            file.Obligation.Postponements);

    /// <summary>The id the next letter of this file gets.</summary>
    public static string NextLetterId(PersonFile file) => string.Create(CultureInfo.InvariantCulture, $"{file.PersonId}-{file.Letters.Count + 1}");

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
            TellHousehold(change);
        }
    }

    /// <summary>What touches another person is a message to self, never one transaction.</summary>
    public static void TellHousehold(FileChange change)
    {
        if (!change.Outbox.Any(message => message.Destination == OutgoingMessage.HouseholdChanges))
        {
            change.SendToSelf(OutgoingMessage.HouseholdChanges, EventTypes.HouseholdChanged, new JsonObject { ["personId"] = change.File.PersonId });
        }
    }

    private static void AssignAgency(FileChange change)
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
        Refer(change, agency.Value, file.Agency, reason);
    }

    /// <summary>Refers somebody to an agency, with how far they are.</summary>
    /// <param name="previous">The agency that had the case before; it is told too.</param>
    /// <param name="reason">Why, as a lowerCamelCase word.</param>
    public static void Refer(FileChange change, Arrivals.Agency agency, Arrivals.Agency? previous, string reason)
    {
        var progress = change.File.Modules.Where(module => module.Value.HasBegun).Select(module => (JsonNode)Without(new JsonObject
        {
            ["moduleId"] = module.Key,
            ["status"] = module.Value.IsPassed ? "passed" : "inProgress",
            ["passedOn"] = Day(module.Value.PassedOn),
        })).ToArray();
        change.Publish("referral.made", Without(new JsonObject
        {
            ["personId"] = change.File.PersonId,
            ["agency"] = WireName.Of(agency),
            ["previousAgency"] = previous is { } left ? WireName.Of(left) : null,
            ["reason"] = reason,
            ["progress"] = new JsonArray(progress),
        }));
    }

    private static void Encourage(FileChange change, Policy policy)
    {
        if (change.File.Eligibility!.Treatment == Treatment.Encouraged && !change.File.Letters.Any(letter => letter.Kind == LetterKind.Encouragement))
        {
            AddLetter(change, LetterKind.Encouragement, policy);
        }
    }

    private static void Consequences(FileChange change, ObligationEvent happened, Policy policy)
    {
        switch (happened)
        {
            case ObligationEvent.Started:
                AddLetter(change, LetterKind.Recruitment, policy);
                Announce(change, "obligation.started", policy);
                break;
            case ObligationEvent.FulfilledBeforeArrival:
                AddLetter(change, LetterKind.Confirmation, policy);
                Announce(change, "obligation.fulfilled", policy, late: false);
                break;
            case ObligationEvent.FulfilledInTime:
                Announce(change, "obligation.fulfilled", policy, late: false);
                break;
            case ObligationEvent.FulfilledAfterDeadline:
                Announce(change, "obligation.fulfilled", policy, late: true);
                break;
            case ObligationEvent.ReminderFellDue { Sent: true }:
                Remind(change, policy);
                break;
            case ObligationEvent.DeadlinePassed:
                Announce(change, "obligation.breached", policy);
                break;
            case ObligationEvent.BreachConfirmed:
                Refer(change);
                break;
            case ObligationEvent.EndedFor ended:
                if (ended.Reason is EndReason.StatusChanged or EndReason.Naturalised && change.File.Registration is { DepartedOn: null })
                {
                    AddLetter(change, LetterKind.Withdrawal, policy);
                }

                Announce(change, "obligation.ended", policy, reason: WireName.Of(ended.Reason));
                break;
            case ObligationEvent.Resumed:
                Announce(change, "obligation.started", policy, reason: "resumed");
                if (change.File.Obligation is Running running && running.Term.DeadlineOn >= LegalCalendar.DayOf(change.Now) && !change.File.HasPassedAll(policy))
                {
                    // No letter states a term that runs on: the person hears its new last day at once.
                    Remind(change, policy);
                }

                break;
        }
    }

    private static void AddLetter(FileChange change, LetterKind kind, Policy policy)
    {
        var letter = new Letter
        {
            LetterId = NextLetterId(change.File),
            Kind = kind,
            Language = change.File.Details.PreferredLanguage ?? "nl",
            DatedOn = LegalCalendar.DayOf(change.Now),
            Agency = change.File.Agency,
            PolicyVersion = policy.Version,
            Reason = change.File.Eligibility?.Reason,
        };
        change.Update(file => file with { Letters = file.Letters.Add(letter) });
        change.Record("letterWritten", $"{WireName.Of(kind)} {letter.LetterId}", policy.Version);
    }

    private static void Remind(FileChange change, Policy policy)
    {
        var file = change.File;
        var details = file.Details;
        var data = Without(new JsonObject
        {
            ["personId"] = file.PersonId,
            ["email"] = details.Email,
            ["recipient"] = Recipient(file),
            ["language"] = details.PreferredLanguage ?? "nl",
            ["deadlineOn"] = Day(file.Obligation.Term!.DeadlineOn),
            ["remainingModules"] = new JsonArray([.. policy.CompulsoryModules.Where(moduleId => !file.Progress(moduleId).IsPassed).Select(moduleId => (JsonNode)moduleId)]),
        });

        // Whoever just heard that a term runs on is not told the same again.
        if (!change.Outbox.Any(message => message.Type.EndsWith("reminder.requested", StringComparison.Ordinal) && message.DataJson == data.ToJsonString()))
        {
            change.Publish("reminder.requested", data);
        }
    }

    private static void Refer(FileChange change)
    {
        // One dossier a person, ever: a file that holds a referral never gets a second one (seed 3.B).
        if (change.File is { Enforcement: null, Obligation: Breached breached })
        {
            // Its number now: ABB orders by it, and a late pass may overtake the building of the dossier.
            var sequence = change.ReserveEvent();
            change.Update(file => file with { Enforcement = new EnforcementReferral(EnforcementReferral.CaseIdOf(file.PersonId), breached, sequence, null) });
            change.Record("referredToEnforcement", change.File.Enforcement!.EnforcementCaseId, breached.PolicyVersion);
        }
    }

    /// <summary>Hands the dossier over to ABB, once.</summary>
    /// <param name="change">A file whose breach was confirmed.</param>
    /// <param name="dossier">The dossier as stored.</param>
    /// <param name="documentUrl">Where its PDF is read, without any signature.</param>
    /// <returns>Whether it was handed over now; <see langword="false"/> if it was before, or there is nothing to hand over.</returns>
    public static bool HandOver(FileChange change, Dossier dossier, string documentUrl)
    {
        if (change.File.Enforcement is not { Dossier: null } undone)
        {
            return false;
        }

        change.Update(file => file with { Enforcement = undone with { Dossier = dossier } });
        change.Record("dossierBuilt", dossier.Sha256, undone.Breach.PolicyVersion);
        change.Publish(
            "enforcement.referred",
            new JsonObject
            {
                ["enforcementCaseId"] = undone.EnforcementCaseId,
                ["personId"] = change.File.PersonId,
                ["dossierUrl"] = documentUrl,
                ["dossierSha256"] = dossier.Sha256,
            },
            reserved: undone.Sequence);
        return true;
    }

    private static void Announce(FileChange change, string type, Policy policy, bool? late = null, string? reason = null)
    {
        // ABB's subscription filters on the application property: it is told of a late pass only if it has the dossier.
        var toldToEnforcement = late is true && change.File.Enforcement is not null ? true : (bool?)null;
        change.Publish(
            type,
            Without(new JsonObject
            {
                ["personId"] = change.File.PersonId,
                ["agency"] = change.File.Agency is { } agency ? WireName.Of(agency) : null,
                ["deadlineOn"] = Day(change.File.Obligation.Term?.DeadlineOn),
                ["late"] = late,
                ["reason"] = reason,
                ["policyVersion"] = policy.Version,
            }),
            toldToEnforcement);
    }

    private static void TellDwewis(FileChange change, PolicyBook policies)
    {
        var policy = policies.Of(change.File.Obligation) ?? policies.InForceOn(LegalCalendar.DayOf(change.Now));
        var status = ComplianceRules.Answer(change.File.Obligation, change.File.HasPassedAll(policy));
        if (status == (change.File.ToldDwewis ?? ComplianceStatus.NotApplicable) || !change.File.IsApplicant(policy))
        {
            return;
        }

        change.Update(file => file with { ToldDwewis = status });
        change.Record("dwewisTold", WireName.Of(status), policy.Version);
        change.Publish("compliance.changed", Without(new JsonObject
        {
            ["nationalNumber"] = change.File.Registration?.NationalNumber,
            ["permitNumber"] = change.File.HeldPermit?.PermitNumber,
            ["status"] = WireName.Of(status),
            ["asOf"] = change.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["policyVersion"] = policy.Version,
        }));
    }

    /// <summary>Name and address as they stand on the envelope.</summary>
    public static JsonObject Recipient(PersonFile file) => Without(new JsonObject
    {
        ["name"] = file.Details.FullName,
        ["address"] = file.Registration?.Address is { } address
            ? Without(new JsonObject
            {
                ["street"] = address.Street,
                ["houseNumber"] = address.HouseNumber,
                ["boxNumber"] = address.BoxNumber,
                ["postalCode"] = address.PostalCode,
                ["city"] = address.City,
            })
            : null,
    });

    /// <summary>The object without the properties that hold nothing: nulls are left out of every contract.</summary>
    public static JsonObject Without(JsonObject data)
    {
        foreach (var name in data.Where(property => property.Value is null).Select(property => property.Key).ToList())
        {
            data.Remove(name);
        }

        return data;
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What the line says beside the action: days, numbers and codes, so that the trail alone tells how a term moved.</summary>
    private static string? DetailOf(ObligationEvent happened) => happened switch
    {
        ObligationEvent.TermSet set => $"received {Day(set.Term.ReceivedOn)}, deadline {Day(set.Term.DeadlineOn)}",
        ObligationEvent.PostponementGranted { Postponement: var granted, Term: var term } =>
            string.Create(CultureInfo.InvariantCulture, $"{granted.Number}: {granted.Ground} {Day(granted.From)} to {Day(granted.To)}, deadline {Day(term.DeadlineOn)}"),
        ObligationEvent.ExemptionGranted granted => granted.Exemption.Code,
        ObligationEvent.ExemptionWithdrawn { Term: { } term } => $"deadline {Day(term.DeadlineOn)}",
        ObligationEvent.LetterSentAgain again => again.LetterId,
        ObligationEvent.EndedFor ended => WireName.Of(ended.Reason),
        _ => null,
    };

    private static string ActionOf(ObligationEvent happened) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(happened.GetType().Name);
}
