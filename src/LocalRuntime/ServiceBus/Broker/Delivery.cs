namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>A message handed to one receiver, locked for it.</summary>
/// <param name="Source">Where it was taken from and is settled.</param>
/// <param name="LockedUntil">In real time; a renewal is not reflected here.</param>
internal sealed record Delivery(Subqueue Source, MessageCopy Copy, MessageContent Content, Guid LockToken, DateTimeOffset LockedUntil)
{
    public ServiceBusReceivedMessage ToReceivedMessage() => ReceivedMessages.From(Copy, Content, LockToken, LockedUntil, Source);
}
