using Inburgering.Cases;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Accounts;

/// <summary>A case officer has a new activation code sent to somebody who lost theirs or was locked out.</summary>
public sealed class ActivationCodeReissue(CaseActs acts, IndexKeys keys, PolicyBook policies)
{
    /// <summary>
    /// Sends a new code to the person's own e-mail address. The codes sent before stop working, and wrong tries are forgotten.
    /// The officer never sees the code.
    /// </summary>
    /// <returns>The new code as it is kept: until when it can be used, never what it is.</returns>
    public Task<Answer<Outcome<IssuedActivationCode>>> ReissueAsync(string personId, CaseOfficer officer, CancellationToken cancellationToken)
    {
        var code = RandomCodes.ActivationCode();
        return acts.DoAsync(personId, officer, change => Reissue(change, code), null, cancellationToken);
    }

    private Answer<IssuedActivationCode> Reissue(FileChange change, string code)
    {
        if (change.File.Account is not null)
        {
            return Refusal.Conflict("accountAlreadyBound", "The person has an account already.");
        }

        // Of who is registered only an address that an authority knows: one that somebody else typed never opens their file.
        var known = change.File.Registration is null ? change.File : change.File with { DeclaredAs = null };
        if (known.Details.Email is not { } email)
        {
            return Refusal.Conflict("noEmailAddress", "No e-mail address is known to which a code can be sent; the letter to the person holds one.");
        }

        // An activation by an old code that is under way ends here too: whoever found that code does not slip through.
        change.Update(file => file with { ActivationCodes = [], AccountClaim = null, FailedActivations = null });
        change.Record("activationCodeReissued");
        Invitation.Send(change, email, code, keys, policies);
        return change.File.ActivationCodes[^1];
    }
}
