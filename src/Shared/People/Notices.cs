using System.Globalization;
using System.Text.Json.Nodes;
using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Compliance;
using Inburgering.Enforcement;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Policies;

namespace Inburgering.People;

/// <summary>What others are told of a file: the person, the agencies, ABB, DWEWIS, the household. Pure: it adds to a change what leaves with it.</summary>
internal static class Notices
{
    /// <summary>What touches another person is a message to self, never one transaction.</summary>
    public static void TellHousehold(FileChange change)
    {
        if (!change.Outbox.Any(message => message.Destination == OutgoingMessage.HouseholdChanges))
        {
            change.SendToSelf(OutgoingMessage.HouseholdChanges, EventTypes.HouseholdChanged, new JsonObject { ["personId"] = change.File.PersonId });
        }
    }

    /// <summary>Refers somebody to an agency, with how far they are in each compulsory module and in whatever else they began.</summary>
    /// <param name="previous">The agency that had the case before; it is told too.</param>
    /// <param name="reason">Why, as a lowerCamelCase word.</param>
    public static void Refer(FileChange change, Policy policy, Agency agency, Agency? previous, string reason)
    {
        var file = change.File;
        var begun = file.Modules.Where(module => module.Value.HasBegun).Select(module => module.Key);
        change.Update(before => before with { ReferredTo = agency });
        change.Publish("referral.made", Without(new JsonObject
        {
            ["personId"] = file.PersonId,
            ["agency"] = WireName.Of(agency),
            ["previousAgency"] = previous is { } left && left != agency ? WireName.Of(left) : null,
            ["reason"] = reason,
            ["progress"] = new JsonArray([.. policy.CompulsoryModules.Union(begun).Select(moduleId => (JsonNode)ProgressOf(moduleId, file.Progress(moduleId)))]),
        }));
    }

    private static JsonObject ProgressOf(string moduleId, Learning.ModuleProgress progress) => Without(new JsonObject
    {
        ["moduleId"] = moduleId,
        ["status"] = WireName.Of(progress.IsPassed ? Learning.ModuleStatus.Passed : progress.HasBegun ? Learning.ModuleStatus.InProgress : Learning.ModuleStatus.NotStarted),
        ["passedOn"] = Day(progress.PassedOn),
    });

    public static void Remind(FileChange change, Policy policy)
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

    public static void ReferToEnforcement(FileChange change)
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

    public static void Announce(FileChange change, string type, Policy policy, bool? late = null, string? reason = null)
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

    public static void TellDwewis(FileChange change, PolicyBook policies)
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

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
