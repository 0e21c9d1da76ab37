using System.Net;
using Inburgering.Commands.Demo;
using Inburgering.Commands.Doors;

namespace Inburgering.EndToEnd.Tests.Running;

/// <summary>One invented person of one test, with what this person can send and see. The family name is nobody else's.</summary>
internal sealed class Resident(PublicDoors doors, DateTimeOffset now, DateOnly today)
{
    private readonly Witness _witness = new(new TestOutput());

    public Newcomer Who { get; } = Newcomer.Invent("Ayşe", "Yılmaz" + RandomLetters(), "TR", "en");

    public string PermitNumber { get; } = IncomingMessages.InventPermitNumber(now);

    public LearnerDoor Learner { get; } = new(doors);

    public PublicDoors Doors => doors;

    public DateTimeOffset Now => now;

    public DateOnly Today => today;

    public static async Task<Resident> NewAsync(PublicDoors doors) => new(doors, await doors.Clock.NowAsync(), await doors.Clock.TodayAsync());

    public CloudEvent Permit(int version = 1, string category = "highlySkilled", bool renewable = true) =>
        IncomingMessages.PermitGranted(now, PermitNumber, Who, version: version, category: category, renewableBeyondOneYear: renewable);

    public CloudEvent Registration(int version = 1, string municipality = IncomingMessages.Ghent) =>
        IncomingMessages.Registered(now, Who, municipality, today, permitNumber: PermitNumber, version: version);

    public async Task SendAsync(string queue, params IEnumerable<CloudEvent> messages)
    {
        foreach (var message in messages)
        {
            await doors.Messages.SendAsync(queue, message);
        }
    }

    public Task<OutgoingEvent> InvitationAsync() => _witness.SoonOneAsync<OutgoingEvent>("invitation", InvitationsAsync);

    public Task<OutgoingEvent> LetterAsync() => _witness.SoonOneAsync<OutgoingEvent>("letter", LettersAsync);

    public async Task<IReadOnlyList<OutgoingEvent>> InvitationsAsync() =>
        [.. (await doors.Messages.SentAsync("notifications")).Where(sent => sent.Type == "invitation.requested" && sent.Text("email") == Who.Email)];

    public async Task<IReadOnlyList<OutgoingEvent>> LettersAsync() =>
        [.. (await doors.Messages.SentAsync("letters")).Where(sent => sent.Type == "letter.requested" && RecipientName(sent).Contains(Who.FamilyName, StringComparison.Ordinal))];

    /// <summary>Opens the account with the code of the invitation or of the letter, whichever went out.</summary>
    public async Task ActivateAsync()
    {
        var sent = await _witness.SoonOneAsync<OutgoingEvent>(
            "an activation code",
            async () => [.. (await InvitationsAsync()).Concat(await LettersAsync()).Take(1)]);
        (await Learner.ActivateAsync(sent.Required("activationCode"), Who.BirthDate)).OrThrow();
    }

    /// <summary>Waits until the obligation has a status, and returns <c>/me</c>.</summary>
    public async Task<Me> MeOnceAsync(string status)
    {
        await _witness.SoonAsync("obligation", status, async () => (await Learner.MeAsync()).Obligation.Status);
        return await Learner.MeAsync();
    }

    /// <summary>The whole of <c>/me</c> as text, to see whether anything changed.</summary>
    public async Task<string> MeTextAsync() => (await doors.GetAsync("api/v1/me", Learner.Account)).OrThrow().Text;

    /// <summary>
    /// Waits until what was sent before has been worked on: a message of someone else, sent after it to the same queue, has had its effect,
    /// and nothing is under way any more.
    /// </summary>
    public async Task LetQueueRunAsync(string queue)
    {
        var sentinel = await NewAsync(doors);
        if (queue == MessageDoor.Permits)
        {
            await sentinel.SendAsync(queue, sentinel.Permit());
            await sentinel.InvitationAsync();
        }
        else
        {
            await sentinel.SendAsync(MessageDoor.Registrations, sentinel.Registration());
            await sentinel.LetterAsync();
        }

        await doors.Clock.LetSettleAsync();
    }

    /// <summary>Where this person stands in the end, in a form that two persons can be compared by: no ids, no names.</summary>
    public async Task<string> EndStateAsync()
    {
        var me = await Learner.MeAsync();
        var personId = me.Who.PersonId;
        var counts = (await doors.Messages.AllSentAsync())
            .Where(sent => sent.PersonId == personId)
            .GroupBy(sent => $"{sent.Subscription} {sent.Type} {sent.Text("kind")}{sent.Text("agency")}")
            .Select(group => $"{group.Key} ×{group.Count()}")
            .Order(StringComparer.Ordinal);
        var dwewis = await doors.ComplianceAsync(new { nationalNumber = Who.NationalNumber });
        var byPermit = await doors.ComplianceAsync(new { permitNumber = PermitNumber });
        return string.Join(
            Environment.NewLine,
            [
                $"{me.Obligation.Status}, received {me.Obligation.ReceivedOn:O}, deadline {me.Obligation.DeadlineOn:O}",
                $"agency {me.Who.Agency}, region {me.Who.Region}",
                $"still to do {string.Join(' ', (me.Obligation.RemainingModules ?? []).Order(StringComparer.Ordinal))}",
                $"DWEWIS {dwewis.Status}, by permit {byPermit.Status}",
                .. counts,
            ]);
    }

    /// <summary>Waits for the one dead letter with a broker id.</summary>
    public Task<BrokerMessage> DeadLetterAsync(string queue, string messageId) => _witness.SoonOneAsync<BrokerMessage>(
        $"dead letter {messageId}",
        async () => [.. (await doors.Messages.DeadLettersAsync(queue)).Where(message => message.MessageId == messageId)]);

    /// <summary>A module's sections done, and a test started.</summary>
    public async Task<Attempt> StartAttemptAsync(string moduleId = "basis")
    {
        foreach (var section in (await Learner.ReadAsync(moduleId, "en")).Sections)
        {
            await Learner.CompleteAsync(moduleId, section.SectionId);
        }

        return await Learner.StartAttemptAsync(moduleId);
    }

    /// <summary>Granted and activated, still abroad.</summary>
    public static async Task<Resident> AbroadAsync(PublicDoors doors)
    {
        var resident = await NewAsync(doors);
        await resident.SendAsync(MessageDoor.Permits, resident.Permit());
        await resident.ActivateAsync();
        return resident;
    }

    /// <summary>Granted, activated and registered in Gent; the recruitment letter is out.</summary>
    public static async Task<Resident> InGhentAsync(PublicDoors doors)
    {
        var resident = await AbroadAsync(doors);
        await resident.SendAsync(MessageDoor.Registrations, resident.Registration());
        await resident.MeOnceAsync("letterPending");
        await resident.LetterAsync();
        return resident;
    }

    private static string RecipientName(OutgoingEvent letter) =>
        letter.Data.TryGetProperty("recipient", out var recipient) && recipient.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "";

    private static string RandomLetters() => new([.. Enumerable.Range(0, 8).Select(_ => (char)('a' + Random.Shared.Next(26)))]);
}
