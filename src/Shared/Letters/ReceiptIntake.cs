using Inburgering.Calendar;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Letters;

/// <summary>Takes in what the post and the eBox say about letters; a receipt of the recruitment letter sets the term (seed 3.B).</summary>
public sealed class ReceiptIntake(PersonFiles files, IndexKeys keys, PolicyBook policies, TimeProvider clock)
{
    private const string Posted = "be.vlaanderen.letters.v1.posted";
    private const string Delivered = "be.vlaanderen.letters.v1.delivered";
    private const string Returned = "be.vlaanderen.letters.v1.returned";

    /// <summary>Takes one message of queue <c>letter-receipts</c>. A repeat changes nothing.</summary>
    public Task<IntakeResult> TakeAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        CloudEventMessage.TakeAsync(body, [Posted, Delivered, Returned], message => TakeDispatchAsync(message, cancellationToken));

    private async Task<IntakeResult> TakeDispatchAsync(CloudEventMessage message, CancellationToken cancellationToken)
    {
        var data = message.Data;
        var letterId = data.Text("letterId", 60);

        // The post has no counter of its own: without one, the message's time orders.
        var version = data.Has("version") ? data.Whole("version", 0, int.MaxValue) : 0;
        var field = message.Type switch { Posted => "postedOn", Delivered => "deliveredOn", _ => "returnedOn" };
        var on = data.Date(field);
        var dispatch = message.Type switch
        {
            Posted => new DispatchFact(on, data.OneOf<PostingMethod>("method"), null),
            Delivered => new DispatchFact(null, null, on),
            _ => new DispatchFact(null, null, null, on, data.Text("reason", 200)),
        };
        data.Rule(field, on <= LegalCalendar.DayOf(clock.GetUtcNow()), "must not be in the future");
        if (message.InvalidFields() is { } refused)
        {
            return refused;
        }

        var fact = new Fact<DispatchFact>(version, message.Time, message.Id, dispatch);
        var outcome = await files.ChangeAsync(
            PersonOf(letterId),
            Actor.Sender(message.Source),
            change => Take(change, letterId, on, field, fact),
            messageKey: keys.Message(message.Source, message.Id),
            cancellationToken: cancellationToken);
        return outcome switch
        {
            null => UnknownLetter,
            { Result: { } refusal } => refusal,
            _ => new IntakeResult(null, outcome.PlanChanged ? [outcome.PersonId] : []),
        };
    }

    private static IntakeResult UnknownLetter => IntakeResult.Refused(DeadLetter.UnknownLetter, "data.letterId names no letter of ours");

    /// <returns>Why it is refused; <see langword="null"/> if it was taken.</returns>
    private IntakeResult? Take(FileChange change, string letterId, DateOnly on, string field, Fact<DispatchFact> fact)
    {
        if (change.File.Letters.FirstOrDefault(letter => letter.LetterId == letterId) is not { } letter)
        {
            return UnknownLetter;
        }

        // A slip in the year would set a term that is over before it is known.
        if (on < letter.DatedOn)
        {
            return IntakeResult.Refused(DeadLetter.InvalidField, $"data.{field} must not be before the letter's own date");
        }

        ReceiptCounting.TakeDispatch(change, policies, letter, fact);
        return null;
    }

    // A letter's id names the file it is in: {personId}-{number}.
    private static string PersonOf(string letterId)
    {
        var personId = letterId.Split('-')[0];
        return personId.Length > 0 && personId.All(char.IsAsciiLetterOrDigit) ? personId : "none";
    }
}
