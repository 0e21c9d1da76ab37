using Inburgering.Functions.Http;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Testing;

/// <summary>POST /cases/{personId}/accommodations: a case officer of the person's agency grants extra time in tests.</summary>
public sealed class GrantAccommodation(AccommodationGranting granting)
{
    [Function(nameof(GrantAccommodation))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/accommodations")] HttpRequest request, string personId, CancellationToken cancellationToken)
    {
        var (asked, problem) = await RequestBody.ReadAsync(
            request, fields => (Percent: fields.Whole("extraTimePercent", 0, 1000), Evidence: fields.Text("evidence", 2000)), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var caller = request.Caller();
        var answer = await granting.GrantAsync(personId, caller.Agency!.Value, caller.Subject, asked.Percent, asked.Evidence, cancellationToken);
        return answer.Answer(granted => Answers.Created(request, request.Path, new { PersonId = personId, granted.ExtraTimePercent, granted.GrantedOn, granted.Evidence }));
    }
}
