using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>The receipt date by method of sending, whatever the order in which the facts arrive.</summary>
public sealed class ReceiptTests(SharedApp shared)
{
    [Theory]
    [InlineData("ordinary", false)]
    [InlineData("ordinary", true)]
    [InlineData("registered", false)]
    [InlineData("registeredWithReceipt", false)]
    [InlineData("registeredWithReceipt", true)]
    [InlineData("eBox", false)]
    [InlineData("eBox", true)]
    [InlineData("registeredEBox", true)]
    public async Task The_receipt_date_and_the_deadline_follow_from_all_facts(string method, bool deliveredFirst)
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.InGhentAsync(doors);
        var letterId = (await resident.LetterAsync()).Required("letterId");
        CloudEvent[] facts =
        [
            IncomingMessages.Posted(resident.Now, letterId, resident.Today, method),
            IncomingMessages.Delivered(resident.Now, letterId, resident.Today),
        ];
        var expected = method switch
        {
            "ordinary" or "registered" => LegalDays.ReceiptByPost(resident.Today),
            "registeredWithReceipt" => resident.Today.AddDays(1),
            _ => resident.Today,
        };

        await resident.SendAsync(MessageDoor.LetterReceipts, deliveredFirst ? facts.Reverse() : facts);

        var witness = new Witness(new TestOutput());
        await witness.SoonAsync<DateOnly?>("received on", expected, async () => (await resident.Learner.MeAsync()).Obligation.ReceivedOn);
        var obligation = (await resident.Learner.MeAsync()).Obligation;
        Assert.Equal(LegalDays.Deadline(expected), obligation.DeadlineOn);
    }

    [Fact]
    public async Task A_receipt_of_a_letter_that_was_never_written_is_dead_lettered()
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.NewAsync(doors);
        var message = IncomingMessages.Posted(resident.Now, "never-written-1", resident.Today);

        await resident.SendAsync(MessageDoor.LetterReceipts, message);
        var deadLetter = await resident.DeadLetterAsync(MessageDoor.LetterReceipts, message.Id);

        Assert.Equal("unknownLetter", deadLetter.DeadLetterReason);
        Assert.Contains("letterId", deadLetter.DeadLetterErrorDescription, StringComparison.Ordinal);
    }
}
