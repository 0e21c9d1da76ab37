using Inburgering.Functions.Http;

namespace Inburgering.Functions.Operations;

/// <summary>A dead letter as operators see it.</summary>
internal sealed record DeadLetterView(string Queue, long SequenceNumber, string MessageId, string Reason, string? Description, string EnqueuedAt)
{
    public static DeadLetterView Of(FoundDeadLetter letter) =>
        new(letter.Queue, letter.SequenceNumber, letter.MessageId, letter.Reason, letter.Description, Answers.Instant(letter.EnqueuedAt));
}
