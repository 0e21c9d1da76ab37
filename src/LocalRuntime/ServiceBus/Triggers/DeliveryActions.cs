namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>The message actions of one delivery, and whether the function has used one that settles.</summary>
internal sealed class DeliveryActions(Delivery delivery) : ServiceBusMessageActions
{
    public bool IsSettled { get; private set; }

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        SettleAsync(message, token => delivery.Source.CompleteAsync(token));

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) =>
        SettleAsync(message, token => delivery.Source.AbandonAsync(token, propertiesToModify));

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = null,
        string? deadLetterReason = null,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) =>
        SettleAsync(message, token => delivery.Source.DeadLetterAsync(token, deadLetterReason, deadLetterErrorDescription, propertiesToModify));

    public override Task DeferMessageAsync(
        ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = null, CancellationToken cancellationToken = default) =>
        SettleAsync(message, token => delivery.Source.DeferAsync(token, propertiesToModify));

    public override Task RenewMessageLockAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        delivery.Source.Renew(Guid.Parse(message.LockToken));
        return Task.CompletedTask;
    }

    private async Task SettleAsync(ServiceBusReceivedMessage message, Func<Guid, Task> settle)
    {
        ArgumentNullException.ThrowIfNull(message);
        var token = Guid.Parse(message.LockToken);
        await settle(token).ConfigureAwait(false);
        IsSettled |= token == delivery.LockToken;
    }
}
