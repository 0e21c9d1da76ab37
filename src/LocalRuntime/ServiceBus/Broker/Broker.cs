namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>The namespace: finds entities by name and takes messages in.</summary>
internal sealed class Broker : IDisposable
{
    private readonly BrokerServices services;
    private readonly ScheduledMessages schedule;
    private readonly Dictionary<string, BusEntity> entities;
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Broker(Topology topology, BrokerServices services, ScheduledMessages schedule)
    {
        this.services = services;
        this.schedule = schedule;
        entities = topology.Queues.Select(queue => new BusEntity(queue, services))
            .Concat(topology.Topics.Select(topic => new BusEntity(topic, services)))
            .ToDictionary(entity => entity.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>In the order of servicebus.json.</summary>
    public IEnumerable<BusEntity> Entities => entities.Values;

    public BusEntity? FindEntity(string name) => entities.GetValueOrDefault(name);

    /// <summary>Finds what a receiver names: <c>queue</c> or <c>topic/subscriptions/subscription</c>, with or without <c>/$deadletterqueue</c>.</summary>
    public Subqueue? FindSource(string address)
    {
        var isDeadLetter = address.EndsWith(Subqueue.DeadLetterSuffix, StringComparison.OrdinalIgnoreCase);
        var path = isDeadLetter ? address[..^Subqueue.DeadLetterSuffix.Length] : address;
        var queue = entities.Values.SelectMany(entity => entity.Queues).FirstOrDefault(queue => queue.Address.Equals(path, StringComparison.OrdinalIgnoreCase));
        return isDeadLetter ? queue?.DeadLetters : queue?.Active;
    }

    /// <summary>Brings back everything that is in storage. Called once, before messages can be sent or received.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await services.Store.CreateAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(entities.Values.Select(entity => entity.Sequence.LoadAsync(cancellationToken))).ConfigureAwait(false);
        var byPartition = entities.Values.ToDictionary(entity => MessageRow.Partition(entity.Name));
        var orphans = new Dictionary<string, int>();
        await foreach (var row in services.Store.LoadIndexAsync(cancellationToken).ConfigureAwait(false))
        {
            if (byPartition.TryGetValue(MessageRow.EntityOf(row.PartitionKey), out var entity))
            {
                Accept(entity, MessageRow.ReadIndex(entity.Name, row));
            }
            else
            {
                var name = MessageRow.EntityOf(row.PartitionKey);
                orphans[name] = orphans.GetValueOrDefault(name) + 1;
            }
        }

        foreach (var (name, count) in orphans)
        {
            services.Log.OrphanedMessages(count, name);
        }

        loaded.SetResult();
    }

    /// <summary>Waits until everything that is in storage is back.</summary>
    public Task LoadedAsync(CancellationToken cancellationToken) => loaded.Task.WaitAsync(cancellationToken);

    public ValueTask<MessageContent?> ContentOfAsync(MessageCopy copy) => services.ContentOfAsync(copy.Message);

    /// <summary>Accepts messages; returns when they are persisted and receivable.</summary>
    /// <returns>A sequence number for each message; 0 for one that was dropped as a duplicate.</returns>
    /// <exception cref="ServiceBusException">An unknown name, or messages that are too large together.</exception>
    public async Task<IReadOnlyList<long>> SendAsync(string entityName, IReadOnlyList<MessageContent> contents, CancellationToken cancellationToken)
    {
        // The sender's own work may end before the receivers' begins; this piece covers the time between.
        using var piece = services.Work.Begin();
        var entity = FindEntity(entityName)
            ?? throw new ServiceBusException($"There is no queue or topic '{entityName}' in {TopologyFile.Name}.", ServiceBusFailureReason.MessagingEntityNotFound, entityName);
        MessageSize.Require(contents, entity.Name);
        await loaded.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var numbers = new List<long>(contents.Count);
        foreach (var chunk in contents.Chunk(MessageStore.MaxBatch))
        {
            foreach (var message in await entity.StoreAsync(chunk, cancellationToken).ConfigureAwait(false))
            {
                numbers.Add(message?.SequenceNumber ?? 0);
                if (message is not null)
                {
                    Accept(entity, message);
                }
            }
        }

        return numbers;
    }

    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageNotFound"/> when no such message is scheduled.</exception>
    public async Task CancelScheduledAsync(string entityName, long sequenceNumber, CancellationToken cancellationToken)
    {
        await loaded.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (FindEntity(entityName) is not { } entity || !schedule.TryTake(entity, sequenceNumber, out var message))
        {
            throw new ServiceBusException($"No message {sequenceNumber} is scheduled in '{entityName}'.", ServiceBusFailureReason.MessageNotFound, entityName);
        }

        try
        {
            await entity.CancelAsync(message).ConfigureAwait(false);
        }
        catch
        {
            schedule.Add(entity, message);
            throw;
        }
    }

    /// <summary>Leaves storage tidy on an orderly stop; a kill skips it without harm.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        loaded.Task.IsCompleted ? Task.WhenAll(entities.Values.Select(entity => entity.Sequence.ReturnUnusedAsync(cancellationToken))) : Task.CompletedTask;

    public void Dispose()
    {
        foreach (var entity in entities.Values)
        {
            entity.Dispose();
        }
    }

    private void Accept(BusEntity entity, StoredMessage message)
    {
        var isScheduled = message.ScheduledEnqueueTime > services.Clock.GetUtcNow();
        entity.Show(message, isScheduled);
        if (isScheduled && message.Copies.Count > 0)
        {
            schedule.Add(entity, message);
        }
    }
}
