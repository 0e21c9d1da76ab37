using System.Globalization;
using Inburgering.Accounts;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Accounts;

/// <summary>POST /activations: binds the signed-in account to a person.</summary>
public sealed class ActivateAccount(AccountActivation activation)
{
    [Function(nameof(ActivateAccount))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/activations")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, problem) = await RequestBody.ReadAsync(request, fields => (Code: fields.Text("activationCode", 64), BirthDate: fields.Date("birthDate")), cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var caller = request.Caller();
        var answer = await activation.ActivateAsync(caller.Issuer, caller.Subject, body.Code, body.BirthDate, cancellationToken);
        if (answer.Refusal?.RetryAfter is { } wait)
        {
            request.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return answer.Answer(personId => Answers.Created(request, "/api/v1/me", new { personId }));
    }
}
