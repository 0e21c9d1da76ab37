using System.Collections.ObjectModel;

namespace Inburgering.LocalRuntime.ServiceBus;

internal enum CopyStatus
{
    /// <summary>Waits for a receiver, or is locked by one: a lock is not persisted, so a restart brings the message back.</summary>
    Active,

    /// <summary>Received by its sequence number only.</summary>
    Deferred,

    DeadLettered,

    /// <summary>Completed, expired or cancelled. The row goes with its last copy.</summary>
    Gone,
}

/// <summary>What has happened to a message in one queue or subscription; persisted with the message.</summary>
/// <param name="Deliveries">How often it was delivered and came back, or was dead-lettered.</param>
internal sealed record CopyState(CopyStatus Status, int Deliveries, string? Reason = null, string? Description = null)
{
    /// <summary>The longest reason and description kept.</summary>
    public const int MaxTextLength = 4096;

    public static CopyState New { get; } = new(CopyStatus.Active, 0);

    /// <summary>Properties that a receiver changed while it settled the message.</summary>
    public IReadOnlyDictionary<string, object?> Modified { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    public CopyState WithModified(IEnumerable<KeyValuePair<string, object>>? changes)
    {
        if (changes is null || !changes.Any())
        {
            return this;
        }

        var modified = Modified.ToDictionary();
        foreach (var (name, value) in changes)
        {
            modified[name] = value;
        }

        return this with { Modified = modified };
    }

    public CopyState DeadLettered(int deliveries, string? reason, string? description) => this with
    {
        Status = CopyStatus.DeadLettered,
        Deliveries = deliveries,
        Reason = Shorten(reason),
        Description = Shorten(description),
    };

    private static string? Shorten(string? text) => text is { Length: > MaxTextLength } ? text[..MaxTextLength] : text;
}
