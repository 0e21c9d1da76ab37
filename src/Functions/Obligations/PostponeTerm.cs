using Inburgering.Functions.Cases;
using Inburgering.Functions.Http;
using Inburgering.Obligations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Obligations;

/// <summary>POST /cases/{personId}/postponements: a case officer takes days out of a term.</summary>
public sealed class PostponeTerm(Postponing postponing, ILogger<PostponeTerm> logger)
{
    [Function(nameof(PostponeTerm))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/{personId}/postponements")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken) => request.ActAsync(
            client,
            logger,
            fields =>
            {
                var asked = (Ground: fields.Text("ground", 40), Evidence: fields.Text("evidence", 2000), From: fields.Date("from"), To: fields.Date("to"));
                fields.Rule("to", asked.To >= asked.From, "must not be before from");
                return asked;
            },
            (asked, officer) => postponing.GrantAsync(personId, officer, asked.Ground, asked.Evidence, asked.From, asked.To, cancellationToken),
            (asked, file) =>
            {
                var granted = Postponing.Find(file, asked.Ground, asked.Evidence, asked.From, asked.To);
                return new
                {
                    file.PersonId,
                    granted.Number,
                    granted.Ground,
                    granted.Evidence,
                    granted.From,
                    granted.To,
                    GrantedAt = Answers.Instant(granted.GrantedAt),
                    file.Obligation.Status,
                    file.Obligation.Term?.DeadlineOn,
                };
            },
            cancellationToken);
}
