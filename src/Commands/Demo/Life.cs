using Inburgering.Commands.Doors;

namespace Inburgering.Commands.Demo;

/// <summary>A life as a list of steps, lived through the public doors. Its memory is here, so that the copy behind the doors may die in between.</summary>
internal abstract class Life(PublicDoors doors, Witness witness)
{
    private readonly List<(DateOnly Day, string What)> _milestones = [];

    public abstract string Title { get; }

    public abstract IReadOnlyList<LifeStep> Steps { get; }

    /// <summary>The legal dates of this life so far, as the demo has checked them.</summary>
    public IReadOnlyList<(DateOnly Day, string What)> Milestones => _milestones;

    protected PublicDoors Doors => doors;

    protected Witness Witness => witness;

    public async Task LiveAsync()
    {
        witness.Life(Title);
        foreach (var step in Steps)
        {
            await RunAsync(step);
        }
    }

    public async Task RunAsync(LifeStep step)
    {
        witness.Step(await doors.Clock.NowAsync(), step.Title);
        await step.RunAsync();
    }

    /// <summary>All that went out about the people of this life, in the order of the simulated time.</summary>
    public async Task<IReadOnlyList<OutgoingEvent>> EventsAsync() =>
        [.. (await doors.Messages.AllSentAsync()).Where(IsAboutThisLife).OrderBy(sent => sent.Time).ThenBy(sent => sent.Sequence)];

    /// <summary>Who an event is about, in a word for the summary.</summary>
    public abstract string NameOf(OutgoingEvent sent);

    protected abstract bool IsAboutThisLife(OutgoingEvent sent);

    protected void Remember(DateOnly day, string what) => _milestones.Add((day, what));

    /// <summary>The events of one type about one person on one subscription, in their sequence.</summary>
    protected async Task<IReadOnlyList<OutgoingEvent>> SentAsync(string subscription, string type, string personId) =>
        [.. (await doors.Messages.SentAsync(subscription)).Where(sent => sent.Type == type && sent.PersonId == personId).OrderBy(sent => sent.Sequence)];

    /// <summary>The invitation to an e-mail address, of which there must be exactly one.</summary>
    protected Task<OutgoingEvent> InvitationAsync(Newcomer who) => witness.SoonOneAsync<OutgoingEvent>(
        $"invitation to {who.Email}",
        async () => [.. (await doors.Messages.SentAsync("notifications")).Where(sent => sent.Type == "invitation.requested" && sent.Text("email") == who.Email)]);

    /// <summary>What DWEWIS was told about a person, statuses in their sequence.</summary>
    protected async Task<IReadOnlyList<string>> ToldDwewisAsync(Newcomer who, string? permitNumber) =>
        [.. (await doors.Messages.SentAsync("dwewis"))
            .Where(sent => sent.Type == "compliance.changed" && IsDwewisAbout(sent, who, permitNumber))
            .OrderBy(sent => sent.Sequence)
            .Select(sent => sent.Required("status"))];

    protected static string? Last(IReadOnlyList<string> statuses) => statuses.Count == 0 ? null : statuses[^1];

    protected static bool IsDwewisAbout(OutgoingEvent sent, Newcomer who, string? permitNumber) =>
        sent.Text("nationalNumber") == who.NationalNumber
        || (sent.Text("nationalNumber") is null && permitNumber is not null && sent.Text("permitNumber") == permitNumber);

    /// <summary>Checks the letter's own document and what its message says about the receiver.</summary>
    protected async Task CheckLetterAsync(OutgoingEvent letter, Newcomer to)
    {
        var name = letter.Data.TryGetProperty("recipient", out var recipient) && recipient.TryGetProperty("name", out var value) ? value.GetString() ?? "" : "";
        witness.Holds($"the letter is addressed to {name}", name.Contains(to.FamilyName, StringComparison.Ordinal), letter.Data.GetRawText());
        var document = (await doors.DocumentAsync(letter.Required("documentUrl"))).OrThrow();
        witness.Holds($"the letter is a PDF of {document.Body.Length} bytes", document.IsPdf, document.Describe());
    }

    /// <summary>Each message once: no event id and no message id twice on a subscription, and sequences that rise without repeating.</summary>
    protected void CheckNothingTwice(IReadOnlyList<OutgoingEvent> events)
    {
        var repeated = events
            .GroupBy(sent => (sent.Subscription, sent.Id)).Where(group => group.Count() > 1).Select(group => $"{group.First().Type} {group.Key.Id}")
            .Concat(events.GroupBy(sent => (sent.Subscription, sent.MessageId)).Where(group => group.Count() > 1).Select(group => $"message {group.Key.MessageId}"))
            .Concat(events.Where(sent => sent.PersonId is not null).GroupBy(sent => (sent.Subscription, sent.PersonId, sent.Sequence)).Where(group => group.Count() > 1)
                .Select(group => $"sequence {group.Key.Sequence} of {group.First().Type}"))
            .ToList();
        witness.EqualLists("events that went out twice", [], repeated);
    }
}
