using Inburgering.Accounts;
using Inburgering.Functions.Http;
using Inburgering.Messages;
using Inburgering.Operations;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Operations;

/// <summary>POST /operations/runs: rebuilds the agencies' lists, sends again what was sent about a period, or wakes everybody. ListRuns shows the progress.</summary>
public sealed class StartRun(OperatorTrail trail)
{
    [Function(nameof(StartRun))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/operations/runs")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (order, problem) = await RequestBody.ReadAsync(
            request,
            fields =>
            {
                var (kind, why, dryRun) = (fields.OneOf<RunKind>("kind"), fields.Text("why", 2000), fields.Flag("dryRun"));
                var (from, until, type) = (fields.OptionalDate("from"), fields.OptionalDate("until"), fields.OptionalText("type", 200));
                if (fields.Errors.Count == 0)
                {
                    var isReplay = kind == RunKind.ReplayEvents;
                    fields.Rule("from", isReplay == from is not null, isReplay ? "is required for a replay" : "is for a replay only");
                    fields.Rule("until", isReplay == until is not null, isReplay ? "is required for a replay" : "is for a replay only");
                    fields.Rule("until", until is null || until >= from, "must not be before from");
                    fields.Rule("type", type is null || isReplay, "is for a replay only");
                    fields.Rule("type", type != PeopleRuns.NotReplayed, "can't be an invitation: its code is not kept, and a new one is to be asked for");
                }

                return (Order: new RunOrder(RandomCodes.AttemptId(), kind, dryRun, from, until, type), Why: why);
            },
            cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        await trail.RecordAsync(
            request.Caller().Subject,
            order.Order.DryRun ? "runTried" : "runStarted",
            FormattableString.Invariant($"{order.Order.RunId} {WireName.Of(order.Order.Kind)} {order.Order.From:yyyy-MM-dd} {order.Order.Until:yyyy-MM-dd} {order.Order.Type}").TrimEnd(),
            order.Why,
            cancellationToken);
        await client.ScheduleNewOrchestrationInstanceAsync(
            nameof(RunOverPeople), new RunProgress(order.Order), new StartOrchestrationOptions(RunOverPeople.Prefix + order.Order.RunId), cancellationToken);
        return Answers.Begun(new { order.Order.RunId, order.Order.Kind, order.Order.DryRun });
    }
}
