using Inburgering.Functions.Http;
using Inburgering.People;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Accounts;

/// <summary>POST /me/rectification-requests: asks a case officer to correct what is held about oneself (GDPR art. 16).</summary>
public sealed class RequestRectification(RectificationRequesting requesting)
{
    [Function(nameof(RequestRectification))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/me/rectification-requests")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, problem) = await RequestBody.ReadAsync(
            request, fields => (Concerns: fields.OneOf<RectificationConcern>("concerns"), Statement: fields.Text("statement", 2000)), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        KeepableAnswer Asked(RectificationRequest asked) =>
            Answers.Created(request, "/api/v1/me/data", new { asked.RequestId, At = Answers.Instant(asked.At), asked.Concerns, asked.Statement });
        request.WillAnswer<RectificationRequest>((asked, _) => Asked(asked));
        var answer = await requesting.RequestAsync(request.PersonId(), body.Concerns, body.Statement, cancellationToken);
        return answer.Answer(Asked);
    }
}
