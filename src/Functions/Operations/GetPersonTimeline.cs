using Inburgering.Functions.Http;
using Inburgering.Functions.Obligations;
using Inburgering.Operations;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Operations;

/// <summary>GET /operations/people/{personId}/timeline: what happened, in order, without anything that says who it is.</summary>
public sealed class GetPersonTimeline(TimelineViewing timelines)
{
    [Function(nameof(GetPersonTimeline))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operations/people/{personId}/timeline")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string personId,
        CancellationToken cancellationToken)
    {
        if (await timelines.ViewAsync(personId, request.Caller().Subject, cancellationToken) is not { } timeline)
        {
            return Problems.NotFound("person");
        }

        var instance = await client.GetInstanceAsync(ObligationInstances.InstanceId(timeline.PersonId), cancellation: cancellationToken);
        return Answers.Ok(new
        {
            timeline.PersonId,
            Obligation = timeline.Status,
            Orchestration = instance is null ? null : new
            {
                instance.InstanceId,
                Status = instance.RuntimeStatus.ToString(),
                CreatedAt = Answers.Instant(instance.CreatedAt),
                LastUpdatedAt = Answers.Instant(instance.LastUpdatedAt),
            },
            LeftToDo = timeline.Marks.Select(mark => new { mark.Work, DueAt = mark.DueAt is { } due ? Answers.Instant(due) : null }),
            Entries = timeline.Entries.Select(entry => new { At = Answers.Instant(entry.At), entry.Kind, entry.What, entry.By, entry.PolicyVersion, entry.Number }),
        });
    }
}
