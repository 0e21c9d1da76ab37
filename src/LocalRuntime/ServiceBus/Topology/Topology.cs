namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>The queues and topics of the one namespace, as servicebus.json describes them. Names compare without case.</summary>
internal sealed record Topology(IReadOnlyList<QueueDefinition> Queues, IReadOnlyList<TopicDefinition> Topics)
{
    public static Topology Empty { get; } = new([], []);
}

/// <param name="Name">At most 260 characters; unique among queues and topics.</param>
internal sealed record QueueDefinition(string Name, DuplicateDetection? DuplicateDetection, DeliveryRules Delivery);

/// <param name="DefaultTimeToLive">Upper limit of how long a message waits in any subscription; <see cref="TimeSpan.MaxValue"/> for no limit.</param>
internal sealed record TopicDefinition(
    string Name, DuplicateDetection? DuplicateDetection, TimeSpan DefaultTimeToLive, IReadOnlyList<SubscriptionDefinition> Subscriptions);

/// <param name="Filters">A message is taken when any filter matches. None in the file means the real default rule, which takes everything.</param>
internal sealed record SubscriptionDefinition(string Name, IReadOnlyList<IMessageFilter> Filters, DeliveryRules Delivery);

/// <summary>A message whose id was sent within the window before is dropped.</summary>
/// <param name="Window">20 seconds to 7 days, on the runtime's clock.</param>
internal sealed record DuplicateDetection(TimeSpan Window);

/// <summary>How one queue or subscription hands out its messages.</summary>
/// <param name="LockDuration">How long a receiver holds a message, in real time; at most 5 minutes.</param>
/// <param name="MaxDeliveryCount">Deliveries before the message is dead-lettered; at least 1.</param>
/// <param name="DefaultTimeToLive">Upper limit of how long a message waits, on the runtime's clock; <see cref="TimeSpan.MaxValue"/> for no limit.</param>
/// <param name="DeadLetterExpired">Whether an expired message is dead-lettered rather than dropped.</param>
internal sealed record DeliveryRules(TimeSpan LockDuration, int MaxDeliveryCount, TimeSpan DefaultTimeToLive, bool DeadLetterExpired)
{
    public static DeliveryRules Default { get; } = new(TimeSpan.FromMinutes(1), 10, TimeSpan.MaxValue, DeadLetterExpired: false);
}
