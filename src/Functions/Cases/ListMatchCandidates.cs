using Inburgering.Functions.Http;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Cases;

/// <summary>GET /match-candidates: files that may be one person's, for the officers of the agency to decide.</summary>
public sealed class ListMatchCandidates(MatchQueue queue)
{
    [Function(nameof(ListMatchCandidates))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/match-candidates")] HttpRequest request, CancellationToken cancellationToken) =>
        request.PageAsync<MatchCandidateView>(MatchQueue.PageSize, async from =>
        {
            var page = await queue.PageAsync(request.Caller().Agency!.Value, from, cancellationToken);
            return (page.Items.Select(item => MatchCandidateView.Of(item.Candidate, item.Person, item.Other)), page.Next);
        });
}
