using Inburgering.Functions.Http;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Accounts;

/// <summary>GET /me/data: everything held about oneself (GDPR art. 15 and 20).</summary>
public sealed class GetMyData(PersonStore store, TimeProvider clock)
{
    [Function(nameof(GetMyData))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/data")] HttpRequest request, CancellationToken cancellationToken)
    {
        var file = (await store.FindAsync(request.PersonId(), cancellationToken))!.File;
        var audit = await Task.WhenAll(file.JoinedFrom.Append(file.PersonId).Select(personId => store.AuditAsync(personId, cancellationToken)));
        return Answers.Ok(new
        {
            file.PersonId,
            ExportedAt = Answers.Instant(clock.GetUtcNow()),
            Person = file.Details,

            // Whoever else is named is a person with rights of their own (GDPR art. 15.4): of a partner only the given name is
            // shown, of a household that there is one, of a permit's holder nothing.
            Permits = file.HeldPermits.Values.SelectMany(facts => facts).Select(fact => new
            {
                fact.Version,
                fact.SentAt,
                fact.MessageId,
                Content = new
                {
                    fact.Content.PermitNumber,
                    fact.Content.Category,
                    fact.Content.ValidFrom,
                    fact.Content.ValidUntil,
                    fact.Content.RenewableBeyondOneYear,
                    fact.Content.Region,
                    fact.Content.Holder,
                    Partner = fact.Content.Partner is { } partner ? new { partner.GivenNames } : null,
                    fact.Content.Sector,
                    fact.Content.SelfEmployed,
                },
            }),
            PartnerPermits = file.PartnerPermits.Values.SelectMany(facts => facts).Select(fact => new { fact.Version, fact.SentAt, fact.Content.PermitNumber, fact.Content.Partner }),
            Registrations = file.Registrations.Select(fact => new
            {
                fact.Version,
                fact.SentAt,
                fact.MessageId,
                Content = new
                {
                    fact.Content.NationalNumber,
                    fact.Content.Person,
                    fact.Content.Municipality,
                    fact.Content.RegisteredOn,
                    fact.Content.ReasonOfStay,
                    fact.Content.PermitNumber,
                    fact.Content.Address,
                    Household = fact.Content.Household.Select(member => new { member.Relation }),
                },
            }),
            Declared = file.DeclaredAs,
            AccountBoundAt = file.Account?.BoundAt,
            Modules = file.Modules.Select(module => new { ModuleId = module.Key, Progress = module.Value }),
            Attempts = await store.AttemptsAsync(file.PersonId, cancellationToken),
            file.Letters,
            file.Eligibility,
            file.Agency,
            file.Obligation,
            file.Certificate,
            file.Enforcement,
            Told = file.ToldDwewis,
            Audit = audit.SelectMany(lines => lines).OrderBy(line => line.At).ThenBy(line => line.Number),
        });
    }
}
