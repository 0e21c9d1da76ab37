using System.Collections.Immutable;
using Azure;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>A record and what storage holds of it.</summary>
internal sealed class StoredInstance(InstanceRecord record)
{
    public InstanceRecord Record { get; } = record;

    /// <summary>The version of the row; <see langword="null"/> when there is none.</summary>
    public ETag? Tag { get; set; }

    /// <summary>The execution whose history is stored.</summary>
    public string ExecutionId { get; set; } = "";

    /// <summary>How many events of the history are stored.</summary>
    public int Events { get; set; }

    /// <summary>The stored history.</summary>
    public string Text { get; set; } = "";

    /// <summary>The stored columns, as far as they are known: only what differs is written.</summary>
    public IReadOnlyDictionary<string, object> Columns { get; set; } = ImmutableDictionary<string, object>.Empty;
}
