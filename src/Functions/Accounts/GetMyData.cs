using Inburgering.Functions.Http;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Accounts;

/// <summary>GET /me/data: everything held about oneself (GDPR art. 15 and 20).</summary>
public sealed class GetMyData(PersonFiles files, PersonStore store, TimeProvider clock)
{
    [Function(nameof(GetMyData))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/data")] HttpRequest request, CancellationToken cancellationToken)
    {
        var personId = request.PersonId();
        var file = (await files.ReadAsync(personId, cancellationToken))!;
        return Answers.Ok(new
        {
            file.PersonId,
            ExportedAt = Answers.Instant(clock.GetUtcNow()),
            Person = file.Details,
            Permits = file.HeldPermits.Values.SelectMany(facts => facts),
            // Of a permit that names one as partner, its holder's details are somebody else's data.
            PartnerPermits = file.PartnerPermits.Values.SelectMany(facts => facts).Select(fact => new { fact.Version, fact.SentAt, fact.Content.PermitNumber, fact.Content.Partner }),
            file.Registrations,
            Declared = file.DeclaredAs,
            AccountBoundAt = file.Account?.BoundAt,
            Modules = file.Modules.Select(module => new { ModuleId = module.Key, Progress = module.Value }),
            Attempts = await store.AttemptsAsync(personId, cancellationToken),
            file.Letters,
            file.Eligibility,
            file.Agency,
            file.Obligation,
            file.Certificate,
            file.Enforcement,
            Told = file.ToldDwewis,
            Audit = await store.AuditAsync(personId, cancellationToken),
        });
    }
}
