using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// Calls one function with the messages of one queue or subscription, several at a time, and settles them by how it went: as
/// the real extension, success completes (if the trigger says so) and an exception abandons, unless the function has settled.
/// </summary>
internal sealed class TriggerPump(FunctionDescriptor function, bool autoComplete, Subqueue source, IFunctionInvoker invoker, ILogger log)
{
    /// <summary>Calls that run at once, as the real extension's default <c>maxConcurrentCalls</c> on a small machine.</summary>
    public const int Concurrency = 16;

    private static readonly TimeSpan ReceiveRetry = TimeSpan.FromSeconds(1);

    /// <summary>Takes and handles messages until cancelled; returns when the last call has ended.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => TakeTurnsAsync(cancellationToken)));

    /// <summary>A failed delivery waits a moment before it goes back, in real time: 10 ms, doubled with each, at most half a second.</summary>
    private static TimeSpan Backoff(int deliveryCount) => TimeSpan.FromMilliseconds(Math.Min(500, 10 * Math.Pow(2, Math.Min(deliveryCount - 1, 10))));

    private async Task TakeTurnsAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await HandleAsync(await source.TakeAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                // Storage does not answer: what was taken is given back or its lock ends; nothing is lost by waiting.
                log.ReceiveFailed(exception, source.Address);
                await Task.Delay(ReceiveRetry, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task HandleAsync(Delivery delivery, CancellationToken stopping)
    {
        var message = delivery.ToReceivedMessage();
        var actions = new DeliveryActions(delivery);
        using var renewal = new LockRenewal(delivery);
        var isDone = false;
        try
        {
            var invocation = new Invocation(function, parameter => TriggerBinding.Bind(parameter, function, message, actions));
            // Not cancelled with the taking: the invoker gives a running function the runtime's grace.
            await invoker.InvokeAsync(invocation).ConfigureAwait(false);
            isDone = true;
        }
        catch (Exception exception)
        {
            if (stopping.IsCancellationRequested && !actions.IsSettled)
            {
                // The host stops: the message waits for the next start, and the interrupted delivery does not count.
                delivery.Source.Unlock(delivery.LockToken);
                return;
            }

            log.FunctionFailed(exception, function.Name, message.MessageId, source.Address, message.DeliveryCount);
        }

        if (actions.IsSettled || (isDone && !autoComplete))
        {
            return;
        }

        try
        {
            if (isDone)
            {
                await delivery.Source.CompleteAsync(delivery.LockToken).ConfigureAwait(false);
            }
            else
            {
                await Task.Delay(Backoff(message.DeliveryCount), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await delivery.Source.AbandonAsync(delivery.LockToken).ConfigureAwait(false);
            }
        }
        catch (ServiceBusException exception) when (exception.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            log.LockLost(message.MessageId, source.Address);
        }
    }
}
