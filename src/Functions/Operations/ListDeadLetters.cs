using Inburgering.Functions.Http;
using Inburgering.Messages;
using Inburgering.Operations;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Operations;

/// <summary>GET /operations/dead-letters: what could not be taken, and why. Not what was sent: that holds personal data.</summary>
public sealed class ListDeadLetters(DeadLetters letters, OperatorTrail trail)
{
    [Function(nameof(ListDeadLetters))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operations/dead-letters")] HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = FieldReader.ForQuery(request.Query.Select(parameter => (parameter.Key, parameter.Value.ToString())));
        var (queue, reason) = (fields.OptionalText("queue", 100), fields.OptionalText("reason", 100));
        fields.Rule("queue", queue is null || DeadLetters.Queues.Contains(queue), $"must be one of {string.Join(", ", DeadLetters.Queues)}");
        fields.RefuseUnread();
        if (fields.Errors.Count > 0)
        {
            return Problems.Invalid(fields.Errors, "query");
        }

        await trail.RecordAsync(request.Caller().Subject, "deadLettersListed", $"{queue ?? "all queues"} {reason}".TrimEnd(), null, cancellationToken);
        var found = new List<FoundDeadLetter>();
        foreach (var one in DeadLetters.Queues.Where(name => queue is null || name == queue))
        {
            found.AddRange((await letters.ListAsync(one, cancellationToken)).Where(letter => reason is null || letter.Reason == reason));
        }

        return Answers.List(request, found.Select(DeadLetterView.Of).ToList());
    }
}
