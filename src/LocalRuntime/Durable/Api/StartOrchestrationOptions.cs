using System.Collections.Immutable;

namespace Inburgering.LocalRuntime;

/// <summary>How an orchestration is started by a client.</summary>
public record StartOrchestrationOptions
{
#pragma warning disable IDE1006 // The parameters are named as those of the real constructor.
    /// <param name="InstanceId">The id of the new instance, 1 to 100 characters; <see langword="null"/> for a random one.</param>
    /// <param name="StartAt">When the first step runs, on the runtime's clock; <see langword="null"/> or past for at once.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }
#pragma warning restore IDE1006

    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
        Version = options.Version;
        DedupeStatuses = options.DedupeStatuses;
    }

    public string? InstanceId { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public TaskVersion? Version { get; init; }

    /// <summary>
    /// The statuses of an existing instance in which starting its id again is refused; in every other one it is replaced.
    /// <see langword="null"/> refuses every status that is not final.
    /// </summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }
}

public static class StartOrchestrationOptionsExtensions
{
    /// <inheritdoc cref="StartOrchestrationOptions.DedupeStatuses"/>
    public static StartOrchestrationOptions WithDedupeStatuses(this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { DedupeStatuses = [.. dedupeStatuses.Select(status => status.ToString())] };
    }
}
