using Inburgering.Functions.Http;
using Inburgering.Messages;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Cases;

/// <summary>GET /match-candidates: files that may be one person's, for the officers of the agency to decide.</summary>
public sealed class ListMatchCandidates(MatchQueue queue)
{
    [Function(nameof(ListMatchCandidates))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/match-candidates")] HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = FieldReader.ForQuery(request.Query.Select(parameter => (parameter.Key, parameter.Value.ToString())));
        var from = fields.OptionalText("from", 200);
        fields.RefuseUnread();
        if (fields.Errors.Count > 0)
        {
            return Problems.Invalid(fields.Errors, "query");
        }

        var page = await queue.PageAsync(request.Caller().Agency!.Value, from, cancellationToken);
        return Answers.Page(request, page.Items.Select(item => MatchCandidateView.Of(item.Candidate, item.Person, item.Other)).ToList(), MatchQueue.PageSize, page.Next);
    }
}
