using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Letters;

/// <summary>A case officer takes proof of when a letter was received: it goes before what is presumed from its posting (Judicial Code art. 53bis by analogy).</summary>
public sealed class ReceiptProving(CaseActs acts, PolicyBook policies)
{
    /// <summary>Takes the proof. The same proof again answers the same.</summary>
    public Task<Answer<Outcome<PersonFile>>> ProveAsync(string personId, CaseOfficer officer, string letterId, DateOnly receivedOn, string evidence, CancellationToken cancellationToken) =>
        acts.DoAsync<PersonFile>(
            personId,
            officer,
            change =>
            {
                if (change.File.Letters.FirstOrDefault(letter => letter.LetterId == letterId) is not { } letter)
                {
                    return new Refusal(RefusalKind.Invalid, "badRequest", "names no letter of this case", "letterId");
                }

                if (letter.DispatchFacts.Any(fact => fact.Content.ProvenOn == receivedOn && fact.Content.Evidence == evidence))
                {
                    return change.File;
                }

                if (receivedOn > LegalCalendar.DayOf(change.Now))
                {
                    return new Refusal(RefusalKind.Invalid, "badRequest", "must not be in the future", "receivedOn");
                }

                var policy = policies.Version(letter.PolicyVersion);
                var current = policies.Of(change.File.Obligation) is { } running ? ObligationDecider.At(change.File.Obligation, running, change.Now) : change.File.Obligation;
                if (OfficersActs.RefuseReceipt(current, letter, receivedOn, policy) is { } refused)
                {
                    return refused;
                }

                var before = current.Term;
                var name = string.Create(CultureInfo.InvariantCulture, $"officer-{letter.DispatchFacts.Count + 1}");
                ReceiptCounting.TakeDispatch(change, policies, letter, new Fact<DispatchFact>(0, change.Now, name, new DispatchFact(null, null, null)
                {
                    ProvenOn = receivedOn,
                    Evidence = evidence,
                    OfficerId = officer.Id,
                }));
                if (letter.Kind == LetterKind.Recruitment && change.File.Obligation is { Term: { } term } since && term.DeadlineOn != before?.DeadlineOn)
                {
                    LetterWriting.Tell(change, policy, ToldAct.OfTerm(ToldActKind.ReceiptProof, since, before?.DeadlineOn) with { From = receivedOn, Reference = letterId });
                }

                return change.File;
            },
            evidence,
            cancellationToken);
}
