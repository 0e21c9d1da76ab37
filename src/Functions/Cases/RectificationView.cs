using Inburgering.Functions.Http;
using Inburgering.People;

namespace Inburgering.Functions.Cases;

/// <summary>A request for correction with its answer, as the person and their case officer read it.</summary>
internal static class RectificationView
{
    public static object Of(RectificationRequest asked) => new
    {
        asked.RequestId,
        At = Answers.Instant(asked.At),
        asked.Concerns,
        asked.Statement,
        Answer = asked.Answer is { } answer ? new { answer.Outcome, answer.Words, AnsweredAt = Answers.Instant(answer.AnsweredAt) } : null,
    };
}
