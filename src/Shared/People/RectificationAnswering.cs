using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.People;

/// <summary>A case officer answers what somebody asked to be corrected, and closes it (GDPR art. 12.3, 16).</summary>
public sealed class RectificationAnswering(CaseActs acts, PolicyBook policies)
{
    /// <summary>Answers, once a request; the person reads it in their account and, where they live in Belgium, in a letter. The same answer again answers the same.</summary>
    public Task<Answer<Outcome<RectificationRequest>>> AnswerAsync(
        string personId, CaseOfficer officer, string requestId, RectificationOutcome outcome, string words, CancellationToken cancellationToken) => acts.DoAsync<RectificationRequest>(
            personId,
            officer,
            change =>
            {
                if (change.File.RectificationRequests.FirstOrDefault(asked => asked.RequestId == requestId) is not { } request)
                {
                    return new Refusal(RefusalKind.Invalid, "badRequest", "names no request of this case", "requestId");
                }

                if (request.Answer is { } before)
                {
                    return (before.Outcome, before.Words) == (outcome, words)
                        ? request
                        : Refusal.Conflict("requestAnswered", "The request was answered already, otherwise: the person has that answer.") with { Field = "requestId" };
                }

                var answered = request with { Answer = new RectificationAnswer(outcome, words, officer.Id, change.Now) };
                change.Update(file => file with { RectificationRequests = file.RectificationRequests.Replace(request, answered) });
                change.Record("rectificationAnswered", $"{WireName.Of(outcome)} {requestId}");
                LetterWriting.Tell(change, policies.InForceOn(LegalCalendar.DayOf(change.Now)), new ToldAct(ToldActKind.RectificationAnswer)
                {
                    From = LegalCalendar.DayOf(request.At),
                    Reference = requestId,
                    Outcome = outcome,
                    Words = words,
                    Standing = change.File.Obligation.Status,
                });
                return answered;
            },
            words,
            cancellationToken);
}
