using System.Diagnostics;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// A link on which a client receives: sends it messages as long as it gives credit and settles them as it says. Messages it
/// has not settled when it goes stay locked until their lock ends, as in the real service.
/// </summary>
internal sealed class ReceiverLink : LinkEndpoint, IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // Clients give up on a drain that takes a second, and with it on the link.
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMilliseconds(400);

    private readonly Lock gate = new();
    private readonly Subqueue source;
    private readonly ListenerLink link;
    private readonly ILogger log;
    private CancellationTokenSource changed = new();
    private int credit;
    private bool isDraining;
    private bool isClosed;

    public ReceiverLink(Subqueue source, ListenerLink link, ILogger log)
    {
        this.source = source;
        this.link = link;
        this.log = log;
        link.AddClosedCallback((_, _) => Change(() => isClosed = true));
        _ = Task.Run(SendAsync);
    }

    public override void OnFlow(FlowContext flowContext)
    {
        var isOutOfStep = false;
        var now = 0;
        Change(() =>
        {
            credit = now = (int)Math.Clamp((long)credit + flowContext.Messages, 0, int.MaxValue);
            isDraining = flowContext.Link.IsDraining;
            isOutOfStep = flowContext.Messages <= 0 && !isDraining;
        });
        if (isOutOfStep)
        {
            // AMQPNetLite forgets the credit left when a flow does not add to it; this reminds it.
            flowContext.Link.SetCredit(now, drain: false, autoRestore: false);
        }
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        // When a link closes, AMQPNetLite reports everything unsettled as released; the client has said no such thing.
        if (dispositionContext.Message is LockedMessage message && !isClosed)
        {
            _ = SettleAsync(dispositionContext, message.LockToken);
        }
    }

    public override void OnLinkClosed(ListenerLink link, Error error) => Dispose();

    public void Dispose() => changed.Dispose();

    private async Task SendAsync()
    {
        while (true)
        {
            int left;
            bool drain;
            CancellationToken change;
            lock (gate)
            {
                if (isClosed)
                {
                    return;
                }

                (left, drain, change) = (credit, isDraining, changed.Token);
            }

            try
            {
                if (left == 0 && !drain)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, change).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
                else if (drain)
                {
                    await DrainAsync(left).ConfigureAwait(false);
                }
                else
                {
                    await source.PrepareAsync(left).ConfigureAwait(false);
                    await DeliverAsync(await source.TakeAsync(change).ConfigureAwait(false)).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (change.IsCancellationRequested)
            {
            }
            catch (AmqpException)
            {
                // The link is closing; its callback ends this loop.
                await Task.Delay(Timeout.InfiniteTimeSpan, change).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                log.ReceiveFailed(exception, source.Address);
                await Task.Delay(Retry, change).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Sends what is there, then gives the rest of the credit back: the client is not waiting any longer.</summary>
    private async Task DrainAsync(int left)
    {
        var started = Stopwatch.GetTimestamp();
        while (left > 0 && Stopwatch.GetElapsedTime(started) < DrainLimit)
        {
            await source.PrepareAsync(left--).ConfigureAwait(false);
            if (await source.TryTakeAsync().ConfigureAwait(false) is not { } delivery)
            {
                break;
            }

            await DeliverAsync(delivery).ConfigureAwait(false);
        }

        lock (gate)
        {
            credit = 0;
            isDraining = false;
        }

        link.SetCredit(0, drain: true, autoRestore: false);
    }

    private async Task DeliverAsync(Delivery delivery)
    {
        if (link.SettleOnSend)
        {
            // Receive-and-delete: gone first, sent after; what is lost on the way is lost, as the client chose.
            await source.CompleteAsync(delivery.LockToken).ConfigureAwait(false);
        }

        try
        {
            lock (gate)
            {
                credit--;
            }

            link.SendMessage(AmqpMessages.Write(delivery));
        }
        catch
        {
            source.Unlock(delivery.LockToken);
            throw;
        }
    }

    private async Task SettleAsync(DispositionContext context, Guid lockToken)
    {
        DeliveryState answer;
        try
        {
            await SettleAsync(lockToken, context.DeliveryState).ConfigureAwait(false);
            answer = new Accepted();
        }
        catch (Exception exception)
        {
            answer = new Rejected { Error = AmqpErrors.From(exception) };
        }

        if (!context.Settled)
        {
            try
            {
                context.Link.DisposeMessage(context.Message, answer, settled: true);
            }
            catch (AmqpException)
            {
                // The client went meanwhile; what it asked for is done.
            }
        }
    }

    private Task SettleAsync(Guid lockToken, DeliveryState? state)
    {
        switch (state)
        {
            case Accepted:
                return source.CompleteAsync(lockToken);
            case Modified { UndeliverableHere: true } deferred:
                return source.DeferAsync(lockToken, AmqpValues.ReadChanges(deferred.MessageAnnotations));
            case Modified abandoned:
                return source.AbandonAsync(lockToken, AmqpValues.ReadChanges(abandoned.MessageAnnotations));
            case Rejected rejected:
                var changes = AmqpValues.ReadChanges(rejected.Error?.Info);
                changes.Remove(ReceivedMessages.DeadLetterReason, out var reason);
                changes.Remove(ReceivedMessages.DeadLetterErrorDescription, out var description);
                return source.DeadLetterAsync(lockToken, reason as string, description as string ?? rejected.Error?.Description, changes);
            case Released:
                source.Unlock(lockToken);
                return Task.CompletedTask;
            default:
                throw new ArgumentException($"A message can't be settled with '{state}'.", nameof(state));
        }
    }

    private void Change(Action change)
    {
        CancellationTokenSource before;
        lock (gate)
        {
            change();
            before = changed;
            changed = new CancellationTokenSource();
        }

        before.Cancel();
    }
}
