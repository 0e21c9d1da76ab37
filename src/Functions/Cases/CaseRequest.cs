using Inburgering.Cases;
using Inburgering.Functions.Http;
using Inburgering.Functions.Obligations;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Cases;

/// <summary>A case officer's request about one case.</summary>
internal static class CaseRequest
{
    /// <summary>The officer, and the version of the case in <c>If-Match</c> on which they decided.</summary>
    public static CaseOfficer Officer(this HttpRequest request)
    {
        var caller = request.Caller();

        // An asterisk only asks that there be a case, which every act does.
        var seen = request.GetTypedHeaders().IfMatch is [{ IsWeak: false } tag] && tag.Tag != "*" ? tag.Tag.ToString().Trim('"') : null;
        return new CaseOfficer(caller.Agency!.Value, caller.Subject, seen);
    }

    /// <summary>Names the version of a case in <c>ETag</c>.</summary>
    public static void NameVersion(this HttpRequest request, PersonFile file) => request.HttpContext.Response.Headers.ETag = $"\"{CaseActs.VersionOf(file)}\"";

    /// <summary>One act on one case, from the body to the answer: read, done in one transaction, the orchestrator told where its plan changed, answered.</summary>
    /// <param name="read">What the body holds.</param>
    /// <param name="act">Does it, for that officer.</param>
    /// <param name="view">The answer's body, from what was asked and what was done.</param>
    /// <param name="optional">Whether no body at all is fine.</param>
    public static async Task<IResult> ActAsync<TAsked, T>(
        this HttpRequest request,
        DurableTaskClient client,
        ILogger logger,
        Func<FieldReader, TAsked> read,
        Func<TAsked, CaseOfficer, Task<Answer<Outcome<T>>>> act,
        Func<TAsked, T, object> view,
        CancellationToken cancellationToken,
        bool optional = false)
    {
        var (asked, problem) = await RequestBody.ReadAsync(request, read, cancellationToken, optional);
        return problem ?? await request.ActAsync(client, logger, officer => act(asked!, officer), done => view(asked!, done));
    }

    /// <summary>The same for an act that needs no body.</summary>
    public static async Task<IResult> ActAsync<T>(
        this HttpRequest request, DurableTaskClient client, ILogger logger, Func<CaseOfficer, Task<Answer<Outcome<T>>>> act, Func<T, object> view)
    {
        KeepableAnswer Done(T done, string personId) => Answers.Created(request, $"/api/v1/cases/{personId}", view(done));
        request.WillAnswer<T>(Done);
        var answer = await act(request.Officer());
        if (answer.Value is { PlanChanged: true } changed)
        {
            await client.TryPlanAgainAsync(changed.PersonId, logger);
        }

        return answer.Answer(outcome => Done(outcome.Result, outcome.PersonId));
    }
}
