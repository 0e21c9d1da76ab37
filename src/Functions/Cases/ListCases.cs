using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Functions.Http;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Policies;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Cases;

/// <summary>GET /cases: the cases of the officer's own agency by state and deadline, the most urgent first.</summary>
public sealed class ListCases(CaseList list, PolicyBook policies, TimeProvider clock)
{
    [Function(nameof(ListCases))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/cases")] HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = FieldReader.ForQuery(request.Query.Select(parameter => (parameter.Key, parameter.Value.ToString())));
        var filter = new CaseFilter(request.Caller().Agency!.Value, fields.OptionalOneOf<ObligationStatus>("status"), fields.OptionalDate("deadlineBefore"));
        var from = fields.OptionalText("from", 200);
        fields.RefuseUnread();
        if (fields.Errors.Count > 0)
        {
            return Problems.Invalid(fields.Errors, "query");
        }

        if (await list.PageAsync(filter, from, cancellationToken) is not { } page)
        {
            return Problems.Invalid([new FieldError("from", "must be taken from a page's next")], "query");
        }

        request.NoteListed(nameof(ListCases), page.Files.Select(file => file.PersonId));
        var inForce = policies.InForceOn(LegalCalendar.DayOf(clock.GetUtcNow()));
        return Answers.Page(request, page.Files.Select(file => CaseSummary.Of(file, policies.Of(file.Obligation) ?? inForce)).ToList(), CaseList.PageSize, page.Next);
    }
}
