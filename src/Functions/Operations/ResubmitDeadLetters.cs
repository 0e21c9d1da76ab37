using Inburgering.Functions.Http;
using Inburgering.Messages;
using Inburgering.Operations;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Operations;

/// <summary>POST /operations/dead-letters/resubmissions: gives dead letters to their queue again, one by its number or all of a reason.</summary>
public sealed class ResubmitDeadLetters(DeadLetters letters, OperatorTrail trail)
{
    [Function(nameof(ResubmitDeadLetters))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/operations/dead-letters/resubmissions")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (order, problem) = await RequestBody.ReadAsync(
            request,
            fields =>
            {
                var (queue, why, dryRun) = (fields.Text("queue", 100), fields.Text("why", 2000), fields.Flag("dryRun"));
                var number = fields.Has("sequenceNumber") ? fields.Whole("sequenceNumber", 1, int.MaxValue) : (long?)null;
                var reason = fields.OptionalText("reason", 100);
                if (fields.Errors.Count == 0)
                {
                    fields.Rule("queue", DeadLetters.Queues.Contains(queue), $"must be one of {string.Join(", ", DeadLetters.Queues)}");
                    fields.Rule("reason", number is null != reason is null, "or sequenceNumber must be given, and not both");
                }

                return (queue, why, dryRun, number, reason);
            },
            cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var chosen = (await letters.ListAsync(order.queue, cancellationToken))
            .Where(letter => order.number is null ? letter.Reason == order.reason : letter.SequenceNumber == order.number)
            .ToList();
        await trail.RecordAsync(
            request.Caller().Subject,
            order.dryRun ? "resubmissionTried" : "deadLettersResubmitted",
            FormattableString.Invariant($"{order.queue} {order.reason ?? FormattableString.Invariant($"{order.number}")}: {chosen.Count}"),
            order.why,
            cancellationToken);
        var sent = order.dryRun ? new HashSet<long>() : await letters.ResubmitAsync(order.queue, chosen.Select(letter => letter.SequenceNumber).ToHashSet(), cancellationToken);
        return Answers.Ok(new
        {
            order.dryRun,
            Matched = chosen.Count,
            Resubmitted = sent.Count,
            Items = chosen.Select(DeadLetterView.Of),
        });
    }
}
