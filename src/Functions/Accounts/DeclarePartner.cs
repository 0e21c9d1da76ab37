using Inburgering.Accounts;
using Inburgering.Calendar;
using Inburgering.Functions.Http;
using Inburgering.Policies;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Accounts;

/// <summary>POST /me/partners: declares the partner who travels along.</summary>
public sealed class DeclarePartner(PartnerDeclaration declaration, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(DeclarePartner))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/me/partners")] HttpRequest request, CancellationToken cancellationToken)
    {
        var today = LegalCalendar.DayOf(clock.GetUtcNow());
        var (partner, problem) = await RequestBody.ReadAsync(request, fields => PartnerDeclaration.Read(fields, policies.InForceOn(today), today), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        // The partner's own file stays closed to whoever declared them: no id, no state.
        var answer = await declaration.DeclareAsync(request.PersonId(), partner!, cancellationToken);
        return answer.Answer(_ => Answers.Created(request, "/api/v1/me", new { partner!.GivenNames, partner.FamilyName, partner.BirthDate, partner.Nationality, partner.Email }));
    }
}
