using Azure;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>Brings stored messages to the instances they are for, and tells the sender once they are stored there.</summary>
internal sealed class MessageDelivery(DurableEngine engine)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public void Start(string sender, OutgoingMessage message)
    {
        var piece = engine.Work.Begin();
        // Without a blob to read it goes into the target's inbox right here, so messages of one sender keep their order.
        _ = DeliverAsync(sender, message, piece);
    }

    private async Task DeliverAsync(string sender, OutgoingMessage message, IDisposable piece)
    {
        using (piece)
        {
            try
            {
                await ReadPayloadAsync(message.Data);
                var incoming = IncomingOf(message);
                engine.Post(message.Target, incoming);
                if (!await incoming.Done && message.Kind == OutgoingKind.StartSubOrchestration)
                {
                    await RefuseAsync(message);
                }

                engine.Post(sender, new DeliveredMessage(message.Id));
            }
            catch (OperationCanceledException) when (engine.Stopping.IsCancellationRequested)
            {
                // The next start delivers it again.
            }
        }
    }

    private static InstanceMessage IncomingOf(OutgoingMessage message) => message.Kind switch
    {
        OutgoingKind.StartSubOrchestration => new StartMessage(message.Id, message.Name!)
        {
            Version = message.Version ?? "",
            Input = Payload.Of(message.Data?.Text),
            Parent = message.Parent,
        },
        OutgoingKind.RaiseEvent => new NewsMessage(new HistoryEvent(HistoryEventKind.EventRaised, default) { Name = message.Name, Data = Payload.Of(message.Data?.Text) })
        {
            MessageId = message.Id,
        },
        OutgoingKind.Terminate => new NewsMessage(new HistoryEvent(HistoryEventKind.ExecutionTerminated, default)) { MessageId = message.Id, Recursive = true },
        OutgoingKind.CompleteSubOrchestration => new NewsMessage(new HistoryEvent(HistoryEventKind.SubOrchestrationInstanceCompleted, default)
        {
            TaskId = message.Parent!.TaskId,
            Name = message.Name,
            Data = Payload.Of(message.Data?.Text),
        })
        {
            ExecutionId = message.Parent.ExecutionId,
        },
        _ => new NewsMessage(new HistoryEvent(HistoryEventKind.SubOrchestrationInstanceFailed, default)
        {
            TaskId = message.Parent!.TaskId,
            Name = message.Name,
            Failure = message.Failure,
        })
        {
            ExecutionId = message.Parent.ExecutionId,
        },
    };

    private async Task RefuseAsync(OutgoingMessage message)
    {
        var refusal = new NewsMessage(new HistoryEvent(HistoryEventKind.SubOrchestrationInstanceFailed, default)
        {
            TaskId = message.Parent!.TaskId,
            Name = message.Name,
            Failure = TaskFailureDetails.FromException(
                new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {message.Target} already exists.")),
        })
        {
            ExecutionId = message.Parent.ExecutionId,
        };
        engine.Post(message.Parent.InstanceId, refusal);
        await refusal.Done;
    }

    private async Task ReadPayloadAsync(Payload? payload)
    {
        while (payload is { Text: null })
        {
            try
            {
                await engine.Store.Blobs.ReadAsync(payload, engine.Stopping);
            }
            catch (RequestFailedException) when (!engine.Stopping.IsCancellationRequested)
            {
                await Task.Delay(Pause, engine.Stopping);
            }
        }
    }
}
