using System.Text.Json;
using System.Text.Json.Nodes;
using Inburgering.Documents;
using Inburgering.Functions.Cases;
using Inburgering.Functions.Http;
using Inburgering.Storage;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Accounts;

/// <summary>GET /me/data: everything held about oneself, and who looked at it (GDPR art. 15 and 20), as JSON or as a readable PDF by Accept; JSON where both will do.</summary>
public sealed class GetMyData(PersonFiles files, PersonStore store, TimeProvider clock)
{
    [Function(nameof(GetMyData))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/data")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.WantsPdf(orElse: false) is not { } asPdf)
        {
            return Problems.NotAcceptable($"{MediaTypes.Json} or {MediaTypes.Pdf}");
        }

        var file = (await files.ReadAsync(request.PersonId(), cancellationToken))!;
        var audit = await Task.WhenAll(file.JoinedFrom.Append(file.PersonId).Select(personId => store.AuditAsync(personId, cancellationToken)));
        var lines = audit.SelectMany(trail => trail).OrderBy(line => line.At).ThenBy(line => line.Number).ToList();
        var data = JsonSerializer.SerializeToNode(new
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
                    fact.Content.Status,
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
            PermitChanges = file.PermitChanges.Values.SelectMany(facts => facts).Select(fact => new
            {
                fact.Version,
                fact.SentAt,
                fact.MessageId,
                Content = fact.Content with { Partner = null, PartnerId = null },
                Partner = fact.Content.Partner is { } partner ? new { partner.GivenNames } : null,
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
            file.ResidenceChanges,
            Declared = file.DeclaredAs,
            AccountBoundAt = file.Account?.BoundAt,
            Modules = file.Modules.Select(module => new { ModuleId = module.Key, Progress = module.Value }),
            Attempts = (await store.AttemptsAsync(file.PersonId, cancellationToken)).Select(Shown),
            file.Accommodation,
            file.Letters,
            file.Eligibility,
            file.AdulthoodReview,
            file.Agency,
            file.Obligation,
            file.VoluntaryTrajectory,
            file.Certificate,
            file.RevokedCertificates,
            file.Enforcement,
            Told = file.ToldDwewis,
            RectificationRequests = file.RectificationRequests.Select(RectificationView.Of),
            Looks = lines.Where(line => line.IsLook).Select(line => new { At = Answers.Instant(line.At), By = line.Actor.Role, line.Action, line.Detail }),

            // Which officer acted is theirs to know who must check it; who is told about may know the role and the reason
            // (Court of Justice, C-579/21).
            Audit = lines.Select(line => new { line.Number, At = Answers.Instant(line.At), Actor = new { line.Actor.Role }, line.Action, line.Detail, line.PolicyVersion, line.Reason, line.CausedBy }),
        }, Answers.Json)!;
        WithoutOfficers(data);
        return asPdf ? Results.File(PersonalDataDocument.Render(data, file.Details.PreferredLanguage ?? "nl"), MediaTypes.Pdf, "my-data.pdf") : Answers.Ok(data);
    }

    // Which options are right is told once the test is closed, not while it can still be used.
    private static Attempt Shown(Attempt attempt) => attempt.IsOpen
        ? attempt with { Questions = attempt.Questions.ConvertAll(question => question with { RightOptionIds = [] }) }
        : attempt;

    private static void WithoutOfficers(JsonNode node)
    {
        (node as JsonObject)?.Remove("officerId");
        foreach (var child in node is JsonObject parent ? parent.Select(property => property.Value) : node as IEnumerable<JsonNode?> ?? [])
        {
            if (child is not null)
            {
                WithoutOfficers(child);
            }
        }
    }
}
