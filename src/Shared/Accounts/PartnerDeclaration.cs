using Inburgering.Eligibility;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Accounts;

/// <summary>A labour migrant declares the partner who travels along, who then gets the self-study package too (seed 3.A).</summary>
public sealed class PartnerDeclaration(PersonFiles files, PersonStore store, PersonMatching matching, PersonJoining joining, IndexKeys keys, PolicyBook policies)
{
    private static readonly Refusal NoLabourMigrant =
        Refusal.Conflict("notALabourMigrant", "Only a labour migrant of the target group can declare the partner who travels along.");

    private static readonly Refusal AnotherPartner =
        Refusal.Conflict("partnerAlreadyDeclared", "Another partner is known already; a case officer can correct it.");

    private static readonly Refusal AnotherName =
        Refusal.Conflict("partnerAlreadyDeclared", "A partner with this birth date is known already under another name; a case officer can correct it.");

    /// <summary>Declares a partner. Declaring the same one again answers the same.</summary>
    /// <returns>The partner's person id.</returns>
    public async Task<Answer<string>> DeclareAsync(string personId, PersonDetails partner, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await store.FindAsync(personId, cancellationToken) is not { } worker)
            {
                return Refusal.NotFound("person");
            }

            // Refused at once as far as can be seen, so that nothing is left behind; decided on the file as it is when written.
            if (Decide(worker.File, partner).Refusal is { } refused)
            {
                return refused;
            }

            var who = Identify(worker.File, partner);
            var declared = await matching.InTurnAsync([who], turn => DeclareInTurnAsync(turn, who, worker.File, partner, cancellationToken), cancellationToken);
            if (declared.Answer is not null)
            {
                await CompleteAsync(declared.Worker, cancellationToken);
                return declared.Answer;
            }
        }
    }

    /// <summary>Gives the declared partner a file and an invitation, if a declaration was cut short before it did. Repeating it changes nothing.</summary>
    public async Task CompleteAsync(PersonFile worker, CancellationToken cancellationToken)
    {
        if (worker.DeclaredPartner is not { } declared
            || (await store.FindKeptAsync(declared.PersonId, cancellationToken) is { } known && (known.IsErased || known.File.DeclaredAs is not null)))
        {
            return;
        }

        var who = Identify(worker, declared.Details);
        await matching.InTurnAsync<DeclaredPartner>(
            [who],
            async turn =>
            {
                var found = await MatchAsync(turn, who, worker, declared.Details, [declared.PersonId], cancellationToken);
                if (!await turn.ClaimAsync(cancellationToken))
                {
                    return null;
                }

                await TakeDeclaredAsync(turn, found, worker, declared, cancellationToken);
                return declared;
            },
            cancellationToken);
    }

    /// <summary>Whoever registered or was named as this worker's partner with that birth date and a given name; else a new person.</summary>
    private Identified Identify(PersonFile worker, PersonDetails partner) =>
        new(keys.PartnerOf(worker.PersonId, partner.BirthDate), [.. worker.HeldPermits.Keys.Select(permitNumber => keys.PermitPartner(permitNumber, partner.BirthDate))]);

    private static Task<Matched> MatchAsync(
        PersonTurn turn, Identified who, PersonFile worker, PersonDetails partner, IReadOnlyList<string> known, CancellationToken cancellationToken) =>
        turn.MatchAsync(who, (_, file) => file.PersonId != worker.PersonId && SamePerson.SharesGivenName(file, partner), known: known, cancellationToken: cancellationToken);

    /// <param name="Answer"><see langword="null"/> if the worker got another permit meanwhile, which the partner may be registered under.</param>
    /// <param name="Worker">The worker's file as it is now.</param>
    private sealed record Declared(Answer<string>? Answer, PersonFile Worker);

    private async Task<Declared?> DeclareInTurnAsync(PersonTurn turn, Identified who, PersonFile worker, PersonDetails partner, CancellationToken cancellationToken)
    {
        var found = await MatchAsync(turn, who, worker, partner, [], cancellationToken);
        if (!await turn.ClaimAsync(cancellationToken))
        {
            return null;
        }

        // The worker's file first: it names one partner, however many are declared at once. A crash after it is made good by
        // the message to self.
        var outcome = await files.ChangeAsync(
            worker.PersonId,
            Actor.Learner,
            change => new Declared(
                change.File.HeldPermits.Keys.SequenceEqual(worker.HeldPermits.Keys) ? Declare(change, partner, found.PersonId) : null,
                change.File),
            cancellationToken: cancellationToken);
        var declared = outcome!.Result!;
        if (declared.Worker.DeclaredPartner is { } known && known.PersonId == found.PersonId)
        {
            await TakeDeclaredAsync(turn, found with { Same = [] }, declared.Worker, known, cancellationToken);
        }
        else
        {
            turn.TookNothing();
        }

        return declared;
    }

    private async Task TakeDeclaredAsync(PersonTurn turn, Matched found, PersonFile worker, DeclaredPartner declared, CancellationToken cancellationToken)
    {
        await joining.JoinAsync(found.PersonId, found.Same, file => SamePerson.SharesGivenName(file, declared.Details), cancellationToken);
        var code = RandomCodes.ActivationCode();
        var outcome = await files.ChangeAsync(
            declared.PersonId,
            Actor.Learner,
            change =>
            {
                if (change.File.DeclaredAs is not null)
                {
                    return false;
                }

                change.Update(file => file with
                {
                    DeclaredAs = declared.Details with { PreferredLanguage = declared.Details.PreferredLanguage ?? worker.Details.PreferredLanguage },
                    DeclaredBy = worker.PersonId,
                    LinkedWorkers = worker.Standing == WorkerStanding.None ? file.LinkedWorkers : file.LinkedWorkers.SetItem(worker.PersonId, worker.Standing),
                });
                change.Record("declaredAsPartner");
                Assessment.Reassess(change, policies);
                Notices.TellHousehold(change);

                // Who is registered gets the code by letter: an address that somebody else typed never opens their file.
                if (change.File.Registration is null)
                {
                    Invitation.Offer(change, code, keys, policies);
                }

                return true;
            },
            createIfUnknown: true,
            messageKey: keys.PartnerOf(worker.PersonId, declared.Details.BirthDate),
            cancellationToken: cancellationToken);
        if (!outcome!.Result)
        {
            turn.KnewAlready();
        }
    }

    private static Answer<string> Declare(FileChange change, PersonDetails partner, string candidate)
    {
        var decided = Decide(change.File, partner);
        if (decided.Refusal is not null || change.File.DeclaredPartner is not null)
        {
            return decided;
        }

        var declared = new DeclaredPartner(decided.Value ?? candidate, partner);
        change.Update(file => file with { DeclaredPartner = declared });
        change.Update(file => file with { PartnerId = file.LatestPartner() });
        change.Record("partnerDeclared");
        Notices.TellHousehold(change);
        return declared.PersonId;
    }

    /// <returns>The partner who is known already, nothing for a new one, or why not.</returns>
    private static Answer<string> Decide(PersonFile worker, PersonDetails partner)
    {
        if (worker.Standing != WorkerStanding.TargetGroup)
        {
            return NoLabourMigrant;
        }

        var known = worker.KnownPartners.ToList();
        var bornThatDay = known.Where(one => one.Details.BirthDate == partner.BirthDate).ToList();
        return bornThatDay.FirstOrDefault(one => SamePerson.HaveOneName(one.Details, partner)) is { } same ? same.PersonId
            : bornThatDay.Count > 0 ? AnotherName
            : known.Count > 0 ? AnotherPartner
            : new Answer<string>(null, null);
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
