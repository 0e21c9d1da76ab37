using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Functions.Http;
using Inburgering.Policies;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Cases;

/// <summary>POST /cases/query: cases of the own agency by national number, permit number, or family name and birth date. Identifiers stay out of the URL.</summary>
public sealed class QueryCases(CaseViewing viewing, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(QueryCases))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cases/query")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (query, problem) = await RequestBody.ReadAsync(
            request,
            fields =>
            {
                var (number, permit) = (fields.OptionalText("nationalNumber", 11), fields.OptionalText("permitNumber", 60));
                var (name, birthDate) = (fields.OptionalText("familyName", 100), fields.OptionalDate("birthDate"));
                fields.Rule("nationalNumber", number is null || NationalNumber.IsValid(number), NationalNumber.Rule);
                fields.Rule("birthDate", (name is null) == (birthDate is null), "and familyName must be given together");
                fields.Rule("nationalNumber", new[] { number, permit, name }.Count(given => given is not null) == 1, "or permitNumber or familyName must be given, and only one of them");
                return (number, permit, name, birthDate);
            },
            cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var (agency, officer) = (request.Caller().Agency!.Value, request.Caller().Subject);
        var files = query switch
        {
            { number: { } number } => await viewing.ByNationalNumberAsync(number, agency, officer, cancellationToken),
            { permit: { } permit } => await viewing.ByPermitNumberAsync(permit, agency, officer, cancellationToken),
            _ => await viewing.ByNameAsync(query.name!, query.birthDate!.Value, agency, officer, cancellationToken),
        };
        var inForce = policies.InForceOn(LegalCalendar.DayOf(clock.GetUtcNow()));
        return Answers.List(request, files.Select(file => CaseSummary.Of(file, policies.Of(file.Obligation) ?? inForce)).ToList());
    }
}
