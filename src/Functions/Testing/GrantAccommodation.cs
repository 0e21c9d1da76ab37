using Inburgering.Functions.Cases;
using Inburgering.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Testing;

/// <summary>POST /cases/{personId}/accommodations: a case officer of the person's agency grants extra time in tests.</summary>
public sealed class GrantAccommodation(AccommodationGranting granting, ILogger<GrantAccommodation> logger)
{
    [Function(nameof(GrantAccommodation))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/accommodations")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields => (Percent: fields.Whole("extraTimePercent", 0, 1000), Evidence: fields.Text("evidence", 2000)),
            (asked, officer) => granting.GrantAsync(personId, officer, asked.Percent, asked.Evidence, cancellationToken),
            (_, granted) => new { PersonId = personId, granted.ExtraTimePercent, granted.GrantedOn, granted.Evidence },
            cancellationToken);
}
