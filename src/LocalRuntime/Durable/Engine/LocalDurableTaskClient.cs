using System.Text.Json;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>The client that functions get by <see cref="DurableClientAttribute"/>.</summary>
internal sealed class LocalDurableTaskClient(DurableEngine engine) : DurableTaskClient("local")
{
    private const int MaxIdLength = 100;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        if (engine.Functions.Orchestrator(orchestratorName.Name) is null)
        {
            throw new ArgumentException(
                $"The function '{orchestratorName}' doesn't exist, is disabled, or is not an orchestrator function.", nameof(orchestratorName));
        }

        var instanceId = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        CheckId(instanceId);
        var refused = options?.DedupeStatuses is { } given ? given.Select(Parse).ToHashSet() : null;
        var start = new StartMessage(Guid.NewGuid().ToString("N"), orchestratorName.Name)
        {
            Version = options?.Version?.Version ?? engine.Options.DefaultVersion,
            Input = Payload.Of(engine.Converter.Serialize(input)),
            StartAt = options?.StartAt,
            Tags = options?.Tags,
            Refused = refused ?? (IReadOnlySet<OrchestrationRuntimeStatus>)DurableStatus.Unfinished,
            IdIsFresh = options?.InstanceId is null,
            MayFail = true,
        };
        return await SendAsync(instanceId, start, cancellation)
            ? instanceId
            : throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {instanceId} already exists.");
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return TellAsync(
            instanceId,
            new HistoryEvent(HistoryEventKind.EventRaised, default) { Name = eventName, Data = Payload.Of(engine.Converter.Serialize(eventPayload)) },
            recursive: false,
            cancellation);
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return TellAsync(
            instanceId,
            new HistoryEvent(HistoryEventKind.ExecutionTerminated, default) { Data = Payload.Of(engine.Converter.Serialize(options?.Output)) },
            options?.Recursive ?? false,
            cancellation);
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        TellReasonAsync(HistoryEventKind.ExecutionSuspended, instanceId, reason, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        TellReasonAsync(HistoryEventKind.ExecutionResumed, instanceId, reason, cancellation);

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await engine.Started.WaitAsync(cancellation);
        return await engine.ShowAsync(instanceId, cancellation) is { } record
            ? await DescribeAsync(record, getInputsAndOutputs, cancellation)
            : null;
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        Pageable.Create<OrchestrationMetadata>(async (continuation, pageSize, cancellation) =>
        {
            await engine.Started.WaitAsync(cancellation);
            filter ??= new OrchestrationQuery();
            var pages = engine.Store.QueryAsync(filter, continuation ?? filter.ContinuationToken, pageSize ?? filter.PageSize, cancellation);
            await foreach (var page in pages)
            {
                var described = new List<OrchestrationMetadata>();
                foreach (var record in page.Values)
                {
                    described.Add(await DescribeAsync(record, filter.FetchInputsAndOutputs, cancellation));
                }

                return new Page<OrchestrationMetadata>(described, page.ContinuationToken);
            }

            return new Page<OrchestrationMetadata>([]);
        });

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, found => found.RuntimeStatus != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, found => found.IsCompleted, getInputsAndOutputs, cancellation);

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var purge = new PurgeMessage { MayFail = true };
        if (!await SendAsync(instanceId, purge, cancellation))
        {
            return await GetInstanceAsync(instanceId, cancellation) is { IsCompleted: false }
                ? throw new InvalidOperationException($"The instance {instanceId} is not finished: it can't be purged.")
                : new PurgeResult(0);
        }

        var count = 1;
        foreach (var child in options is { Recursive: true } ? purge.Children : [])
        {
            count += (await PurgeInstanceAsync(child, options, cancellation)).PurgedInstanceCount;
        }

        return new PurgeResult(count);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var count = 0;
        await foreach (var found in GetAllInstancesAsync(new OrchestrationQuery(filter.CreatedFrom, filter.CreatedTo, filter.Statuses)).WithCancellation(cancellation))
        {
            if (found.IsCompleted)
            {
                count += (await PurgeInstanceAsync(found.InstanceId, options, cancellation)).PurgedInstanceCount;
            }
        }

        return new PurgeResult(count);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static OrchestrationRuntimeStatus Parse(string status) => Enum.TryParse<OrchestrationRuntimeStatus>(status, ignoreCase: true, out var parsed)
        ? parsed
        : throw new ArgumentException($"Invalid orchestration runtime status: '{status}' for deduplication.");

    private static void CheckId(string instanceId)
    {
        if (string.IsNullOrWhiteSpace(instanceId) || instanceId.Length > MaxIdLength || instanceId[0] == '@')
        {
            throw new ArgumentException($"An instance id has 1 to {MaxIdLength} characters and does not begin with '@': '{instanceId}'.", nameof(instanceId));
        }
    }

    private Task<bool> TellReasonAsync(HistoryEventKind kind, string instanceId, string? reason, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return TellAsync(instanceId, new HistoryEvent(kind, default) { Data = Payload.Of(reason is null ? null : JsonSerializer.Serialize(reason)) }, recursive: false, cancellation);
    }

    private Task<bool> TellAsync(string instanceId, HistoryEvent news, bool recursive, CancellationToken cancellation) =>
        SendAsync(instanceId, new NewsMessage(news) { Recursive = recursive, MayFail = true }, cancellation);

    private async Task<bool> SendAsync(string instanceId, InstanceMessage message, CancellationToken cancellation)
    {
        await engine.Started.WaitAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();
        engine.Post(instanceId, message);
        return await message.Done.WaitAsync(cancellation);
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Func<OrchestrationMetadata, bool> isThere, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        while (true)
        {
            var change = engine.Watch.NextChange(instanceId);
            if (await GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation) is { } found && isThere(found))
            {
                return found;
            }

            await change.WaitAsync(cancellation);
        }
    }

    private async Task<OrchestrationMetadata> DescribeAsync(InstanceRecord record, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        if (getInputsAndOutputs)
        {
            await engine.Store.Blobs.ReadAsync(record.Input, cancellation);
            await engine.Store.Blobs.ReadAsync(record.Output, cancellation);
            await engine.Store.Blobs.ReadAsync(record.CustomStatus, cancellation);
        }

        return new OrchestrationMetadata(record.Name, record.InstanceId)
        {
            RuntimeStatus = record.Status,
            CreatedAt = record.CreatedAt,
            LastUpdatedAt = record.UpdatedAt,
            Tags = record.Tags,
            DataConverter = getInputsAndOutputs ? engine.Converter : null,
            SerializedInput = getInputsAndOutputs ? record.Input?.Text : null,
            SerializedOutput = getInputsAndOutputs ? record.Output?.Text : null,
            SerializedCustomStatus = getInputsAndOutputs ? record.CustomStatus?.Text : null,
            FailureDetails = getInputsAndOutputs ? record.Failure : null,
        };
    }
}
