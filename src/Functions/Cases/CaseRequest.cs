using Inburgering.Cases;
using Inburgering.Functions.Http;
using Inburgering.Functions.Obligations;
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

    /// <summary>Answers an act, once the orchestrator was told where its plan changed.</summary>
    public static async Task<IResult> AnswerAsync<T>(this Answer<Outcome<T>> answer, HttpRequest request, DurableTaskClient client, ILogger logger, Func<T, object> view)
    {
        if (answer.Value is { PlanChanged: true } changed)
        {
            await client.TryPlanAgainAsync(changed.PersonId, logger);
        }

        return answer.Answer(outcome => Answers.Created(request, $"/api/v1/cases/{outcome.PersonId}", view(outcome.Result)));
    }
}
