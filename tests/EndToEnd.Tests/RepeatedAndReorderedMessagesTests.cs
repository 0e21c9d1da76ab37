using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary>Whatever the number and order of the messages, the end state is the one of each message once and in order.</summary>
public sealed class RepeatedAndReorderedMessagesTests(SharedApp shared)
{
    [Fact]
    public async Task Every_message_five_times_ends_as_once()
    {
        using var doors = await shared.DoorsAsync();

        var once = await LiveAsync(doors, times: 1);
        var fiveTimes = await LiveAsync(doors, times: 5);

        Assert.Equal(once, fiveTimes);
        Assert.Contains("recruitment", once, StringComparison.Ordinal);
        Assert.Contains("pending", once, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registration_before_its_permit_ends_as_in_order()
    {
        using var doors = await shared.DoorsAsync();
        var inOrder = await Resident.InGhentAsync(doors);

        var reversed = await Resident.NewAsync(doors);
        await reversed.SendAsync(MessageDoor.Registrations, reversed.Registration());
        await reversed.LetterAsync();
        await reversed.ActivateAsync();
        await reversed.SendAsync(MessageDoor.Permits, reversed.Permit());
        await reversed.LetQueueRunAsync(MessageDoor.Permits);

        Assert.Equal(await StateWithoutMessagesAsync(inOrder), await StateWithoutMessagesAsync(reversed));
        Assert.Single(await reversed.LettersAsync());
        Assert.Single(await ReferralsToAmalAsync(reversed));
    }

    [Fact]
    public async Task An_older_version_of_a_permit_after_a_newer_changes_nothing()
    {
        using var doors = await shared.DoorsAsync();

        var states = new List<string>();
        foreach (var newerFirst in new[] { false, true })
        {
            var resident = await Resident.NewAsync(doors);
            // The older version would exclude: a seasonal permit that can't be renewed beyond a year.
            CloudEvent[] versions = [resident.Permit(1, "seasonal", renewable: false), resident.Permit(2)];
            foreach (var version in newerFirst ? versions.Reverse() : versions)
            {
                await resident.SendAsync(MessageDoor.Permits, version);
                await resident.LetQueueRunAsync(MessageDoor.Permits);
            }

            await resident.ActivateAsync();
            await resident.SendAsync(MessageDoor.Registrations, resident.Registration());
            await resident.MeOnceAsync("letterPending");
            await resident.LetterAsync();
            states.Add(await StateWithoutMessagesAsync(resident));
            Assert.Single(await resident.InvitationsAsync());
            Assert.Single(await resident.LettersAsync());
        }

        Assert.Equal(states[0], states[1]);
    }

    [Fact]
    public async Task An_older_version_of_a_registration_after_a_newer_changes_nothing()
    {
        using var doors = await shared.DoorsAsync();
        var resident = await Resident.AbroadAsync(doors);
        await resident.SendAsync(MessageDoor.Registrations, resident.Registration(version: 2, municipality: IncomingMessages.Ghent));
        await resident.MeOnceAsync("letterPending");
        await resident.LetterAsync();
        var before = await resident.EndStateAsync();

        await resident.SendAsync(MessageDoor.Registrations, resident.Registration(version: 1, municipality: IncomingMessages.Antwerp));
        await resident.LetQueueRunAsync(MessageDoor.Registrations);

        Assert.Equal(before, await resident.EndStateAsync());
        Assert.Contains("agency amal", before, StringComparison.Ordinal);
    }

    /// <summary>Permit, account, registration, letter posted; every message sent a number of times, and where it ends.</summary>
    private static async Task<string> LiveAsync(PublicDoors doors, int times)
    {
        var resident = await Resident.NewAsync(doors);
        await SendRepeatedlyAsync(resident, MessageDoor.Permits, resident.Permit(), times);
        await resident.ActivateAsync();
        await SendRepeatedlyAsync(resident, MessageDoor.Registrations, resident.Registration(), times);
        var letter = await resident.LetterAsync();
        await SendRepeatedlyAsync(
            resident, MessageDoor.LetterReceipts, IncomingMessages.Delivered(resident.Now, letter.Required("letterId"), resident.Today), times);
        await SendRepeatedlyAsync(
            resident, MessageDoor.LetterReceipts, IncomingMessages.Posted(resident.Now, letter.Required("letterId"), resident.Today, "eBox"), times);
        await resident.MeOnceAsync("running");
        await resident.LetQueueRunAsync(MessageDoor.Permits);
        await resident.LetQueueRunAsync(MessageDoor.Registrations);
        return await resident.EndStateAsync();
    }

    // Each time a broker message of its own: it is the app that has to recognise the event, not the broker the message.
    private static async Task SendRepeatedlyAsync(Resident resident, string queue, CloudEvent message, int times)
    {
        for (var time = 0; time < times; time++)
        {
            await resident.Doors.Messages.SendAsync(queue, message, brokerMessageId: $"{message.Id}-{time}");
        }
    }

    private static async Task<string> StateWithoutMessagesAsync(Resident resident) =>
        string.Join(Environment.NewLine, (await resident.EndStateAsync()).Split(Environment.NewLine).Where(line => !line.Contains('×', StringComparison.Ordinal)));

    private static async Task<IEnumerable<OutgoingEvent>> ReferralsToAmalAsync(Resident resident)
    {
        var personId = (await resident.Learner.MeAsync()).Who.PersonId;
        return (await resident.Doors.Messages.SentAsync("agencies"))
            .Where(sent => sent.Type == "referral.made" && sent.PersonId == personId && sent.Text("agency") == "amal");
    }
}
