using System.Globalization;
using System.Text.Json.Nodes;
using Inburgering.Calendar;
using Inburgering.People;
using Inburgering.Policies;

namespace Inburgering.Accounts;

/// <summary>The invitation to the self-study package before arrival (seed 3.A).</summary>
public static class Invitation
{
    /// <summary>Invites whoever has access through a permit, has an e-mail address and was not invited yet; again for another stay after a departure.</summary>
    /// <param name="code">A fresh activation code, used only if an invitation goes out.</param>
    public static void Offer(FileChange change, string code, IndexKeys keys, PolicyBook policies)
    {
        var file = change.File;
        var ground = file.HeldPermit is not null || file.PartnerPermit is not null || file.DeclaredAs is not null;
        if (!ground || file is not { Eligibility.GivesAccess: true, Account: null } || WasInvited(change) || file.Details.Email is not { } email)
        {
            return;
        }

        change.Record("invited", policyVersion: policies.InForceOn(LegalCalendar.DayOf(change.Now)).Version);
        Send(change, email, code, keys, policies);
    }

    // For another stay, who has departed since is invited again.
    private static bool WasInvited(FileChange change) =>
        change.File.InvitedOn is { } invitedOn && !(change.File.Registration?.DepartedOn > invitedOn && change.File.Registration.DepartedOn <= LegalCalendar.DayOf(change.Now));

    /// <summary>Lets an invitation with a fresh code leave to an e-mail address.</summary>
    internal static void Send(FileChange change, string email, string code, IndexKeys keys, PolicyBook policies)
    {
        var expiresOn = Issue(change, code, keys, policies);
        change.Update(before => before with { InvitedOn = LegalCalendar.DayOf(change.Now) });
        change.Publish("invitation.requested", new JsonObject
        {
            ["personId"] = change.File.PersonId,
            ["email"] = email,
            ["language"] = change.File.Details.PreferredLanguage ?? "nl",
            ["activationCode"] = code,
            ["expiresOn"] = expiresOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Makes a code usable for this person until the day that is returned.</summary>
    public static DateOnly Issue(FileChange change, string code, IndexKeys keys, PolicyBook policies)
    {
        var today = LegalCalendar.DayOf(change.Now);
        var expiresOn = today.AddDays(policies.InForceOn(today).ActivationCodeDays);
        var key = keys.ActivationCode(code);
        change.Claim(key);
        change.Update(file => file with { ActivationCodes = file.ActivationCodes.Add(new IssuedActivationCode(key.Hash, expiresOn)) });
        return expiresOn;
    }
}
