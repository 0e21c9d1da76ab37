using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Inburgering.Calendar;
using Inburgering.Messages;
using Inburgering.Storage;
using Inburgering.Testing;

namespace Inburgering.People;

/// <summary>Who acts: a role and, where a human or an account acts, their id.</summary>
public sealed record Actor(string Role, string? Id = null)
{
    /// <summary>The system itself: time passing, work being done.</summary>
    public static Actor System { get; } = new("system");

    public static Actor Sender(string source) => new("sender", source);

    public static Actor Learner { get; } = new("learner");

    public static Actor CaseOfficer(string id) => new("case-officer", id);

    public static Actor EnforcementOfficer(string id) => new("enforcement-officer", id);

    public static Actor Dwewis(string id) => new("dwewis", id);

    public static Actor Operator(string id) => new("operator", id);
}

/// <summary>A look-up row that must exist before the change is committed, so that a crash between the two heals on retry.</summary>
public sealed record IndexClaim(IndexKey Key, string PersonId);

/// <summary>
/// What one use case does to one file. It is committed as one transaction: the file, its audit lines, the messages that leave,
/// the attempt it touches.
/// </summary>
public sealed class FileChange(PersonFile file, DateTimeOffset now, Actor actor)
{
    private readonly PersonFile before = file;

    /// <summary>The file as it will be.</summary>
    public PersonFile File { get; private set; } = file;

    /// <summary>The file as it was.</summary>
    public PersonFile Before => before;

    public DateTimeOffset Now { get; } = now;

    public Actor Actor { get; } = actor;

    /// <summary>The policy that decides where a line of the audit trail names no other.</summary>
    public string? PolicyInForce { get; init; }

    /// <summary>Why, in the words of the human who acts.</summary>
    public string? Reason { get; init; }

    public ImmutableList<AuditEntry> Audit { get; private set; } = [];

    public ImmutableList<OutgoingMessage> Outbox { get; private set; } = [];

    public ImmutableList<IndexClaim> Claims { get; private set; } = [];

    /// <summary>Attempts as they were read with the file.</summary>
    public IReadOnlyList<Attempt> ReadAttempts { get; init; } = [];

    /// <summary>Attempts to write with the file.</summary>
    public ImmutableList<Attempt> Attempts { get; private set; } = [];

    /// <summary>How the act is answered, for a caller who named it.</summary>
    public (IndexKey Act, KeptAnswer Answer)? Kept { get; private set; }

    public bool IsEmpty => ReferenceEquals(File, before) && Attempts.IsEmpty && Audit.IsEmpty && Outbox.IsEmpty;

    /// <summary>Whether the orchestrator must plan again: the obligation moved, or a document waits to be made.</summary>
    public bool ChangesPlan =>
        !ReferenceEquals(before.Obligation, File.Obligation)
        || (!ReferenceEquals(before.Letters, File.Letters) && File.Letters.Any(letter => letter.DocumentPath is null))
        || (!ReferenceEquals(before.Enforcement, File.Enforcement) && File.Enforcement is { Dossier: null });

    /// <summary>Whether the case has a new place in an agency's list.</summary>
    public bool ChangesPlace => before.Listing != File.Listing;

    public void Update(Func<PersonFile, PersonFile> update) => File = update(File);

    /// <summary>An attempt that was read, as it will be; <see langword="null"/> if it was not.</summary>
    public Attempt? Attempt(string attemptId) =>
        Attempts.Concat(ReadAttempts).FirstOrDefault(attempt => attempt.AttemptId == attemptId);

    /// <summary>Writes an attempt, new or changed, with the file.</summary>
    public void Write(Attempt attempt) => Attempts = Attempts.RemoveAll(earlier => earlier.AttemptId == attempt.AttemptId).Add(attempt);

    /// <summary>Writes with the file how the act is answered.</summary>
    public void Keep(IndexKey act, KeptAnswer answer) => Kept = (act, answer);

    /// <summary>The number of an event that leaves later, so that it comes before whatever happens meanwhile.</summary>
    public long ReserveEvent()
    {
        File = File with { LastEvent = File.LastEvent + 1 };
        return File.LastEvent;
    }

    public void Claim(IndexKey key) => Claim(key, File.PersonId);

    /// <summary>Claims a key for somebody else, unless that key is taken.</summary>
    public void Claim(IndexKey key, string personId) => Claims = Claims.Add(new IndexClaim(key, personId));

    /// <summary>Writes an audit line. No sensitive identifier goes into <paramref name="detail"/>.</summary>
    public void Record(string action, string? detail = null, string? policyVersion = null)
    {
        var entry = new AuditEntry(
            File.LastAudit + 1, Now.ToUniversalTime(), Actor, action, detail, policyVersion ?? PolicyInForce, Reason, Audit.FirstOrDefault()?.Number, File.AuditHead);
        File = File with { LastAudit = entry.Number, AuditHead = entry.Hash(File.PersonId), Retention = File.Retention with { LastActOn = LegalCalendar.DayOf(Now) } };
        Audit = Audit.Add(entry);
    }

    /// <summary>Lets an event leave on the topic, after the commit.</summary>
    /// <param name="type">The type without what all begin with.</param>
    /// <param name="data">The event's data.</param>
    /// <param name="late">As on <see cref="OutgoingMessage"/>.</param>
    /// <param name="reserved">A number from <see cref="ReserveEvent"/>; without one, the next.</param>
    public void Publish(string type, JsonObject data, bool? late = null, long? reserved = null) => Add(OutgoingMessage.Topic, EventTypes.Outgoing + type, data, late, reserved);

    /// <summary>Sends a message to the app itself, for what touches another person.</summary>
    public void SendToSelf(string queue, string type, JsonObject data) => Add(queue, EventTypes.Internal + type, data, null, null);

    private void Add(string destination, string type, JsonObject data, bool? late, long? reserved) =>
        Outbox = Outbox.Add(new OutgoingMessage(destination, File.PersonId, reserved ?? ReserveEvent(), type, Now, data.ToJsonString(), late));
}
