using Inburgering.Arrivals;
using Inburgering.Compliance;
using Inburgering.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Compliance;

/// <summary>POST /compliance/query: DWEWIS asks whether an applicant has met the obligation.</summary>
public sealed class QueryCompliance(ComplianceQuery query)
{
    [Function(nameof(QueryCompliance))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/compliance/query")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, problem) = await RequestBody.ReadAsync(
            request,
            fields =>
            {
                var (number, permit) = (fields.OptionalText("nationalNumber", 11), fields.OptionalText("permitNumber", 60));
                fields.Rule("nationalNumber", number is null || NationalNumber.IsValid(number), NationalNumber.Rule);
                fields.Rule("nationalNumber", (number is null) != (permit is null), "or permitNumber must be given, and only one of them");
                return (number, permit);
            },
            cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var answer = body.number is { } nationalNumber
            ? await query.ByNationalNumberAsync(nationalNumber, request.Caller().Subject, cancellationToken)
            : await query.ByPermitNumberAsync(body.permit!, request.Caller().Subject, cancellationToken);
        return Answers.Ok(new { answer.Status, AsOf = Answers.Instant(answer.AsOf), answer.PolicyVersion });
    }
}
