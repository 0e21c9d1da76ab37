using Inburgering.Eligibility;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Accounts;

/// <summary>A labour migrant declares the partner who travels along, who then gets the self-study package too (seed 3.A).</summary>
public sealed class PartnerDeclaration(PersonFiles files, PersonStore store, PersonIndex index, IndexKeys keys, PolicyBook policies)
{
    /// <summary>Declares a partner. Declaring the same one again answers the same.</summary>
    /// <returns>The partner's person id.</returns>
    public async Task<Answer<string>> DeclareAsync(string personId, PersonDetails partner, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(personId, cancellationToken) is not { } worker)
        {
            return Refusal.NotFound("person");
        }

        if (worker.File.Standing != WorkerStanding.TargetGroup)
        {
            return Refusal.Conflict("notALabourMigrant", "Only a labour migrant of the target group can declare the partner who travels along.");
        }

        var known = await index.FindAsync(keys.PartnerOf(personId, partner.BirthDate), cancellationToken);
        if (worker.File.PartnerId is { } already && already != known)
        {
            return Refusal.Conflict("partnerAlreadyDeclared", "Another partner is known already; a case officer can correct it.");
        }

        var partnerId = known ?? await index.ClaimAsync(keys.PartnerOf(personId, partner.BirthDate), RandomCodes.PersonId(), cancellationToken);
        var code = RandomCodes.ActivationCode();

        // The partner first: a crash in between leaves a partner who is found again by the same declaration.
        await files.ChangeAsync(
            partnerId,
            Actor.Learner,
            change =>
            {
                if (change.File is { DeclaredAs: null })
                {
                    change.Update(file => file with
                    {
                        DeclaredAs = partner with { PreferredLanguage = partner.PreferredLanguage ?? worker.File.Details.PreferredLanguage },
                        DeclaredBy = personId,
                        LinkedWorkers = file.LinkedWorkers.SetItem(personId, worker.File.Standing),
                    });
                    change.Record("declaredAsPartner");
                    Assessment.Reassess(change, policies);
                    Invitation.Offer(change, code, keys, policies);
                }

                return true;
            },
            createIfUnknown: true,
            cancellationToken: cancellationToken);
        var outcome = await files.ChangeAsync<Answer<string>>(
            personId,
            Actor.Learner,
            change =>
            {
                if (change.File.PartnerId is null)
                {
                    change.Update(file => file with { PartnerId = partnerId });
                    change.Record("partnerDeclared");
                }

                return change.File.PartnerId == partnerId
                    ? partnerId
                    : Refusal.Conflict("partnerAlreadyDeclared", "Another partner is known already; a case officer can correct it.");
            },
            cancellationToken: cancellationToken);
        return outcome!.Result!;
    }

    /// <summary>Reads the partner from a request, by the rules every sender shares.</summary>
    public static PersonDetails Read(Messages.FieldReader request, Policy policy, DateOnly today)
    {
        var partner = PersonDetailsReader.Read(request, today);
        request.Text("email", 254);

        // A permit and the Register say these too; a declaration has its five fields only.
        request.Rule("passportNumber", !request.Has("passportNumber"), "is not a known property");
        request.Rule("preferredLanguage", !request.Has("preferredLanguage"), "is not a known property");
        request.Rule("nationality", !policy.EuPlus.Contains(partner.Nationality), "must be of a country outside the EU, Iceland, Liechtenstein, Norway and Switzerland: others need no package");
        request.Rule("birthDate", partner.BirthDate.AddYears(policy.AdultAge) <= today, FormattableString.Invariant($"must be at least {policy.AdultAge} years ago"));
        return partner;
    }
}
