namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>A queue, or one subscription of a topic, with its dead-letter queue.</summary>
internal sealed class MessageQueue
{
    public MessageQueue(BusEntity entity, string subscription, DeliveryRules rules, BrokerServices services)
    {
        Entity = entity;
        Subscription = subscription;
        Rules = rules;
        Active = new Subqueue(this, isDeadLetter: false, services);
        DeadLetters = new Subqueue(this, isDeadLetter: true, services);
    }

    public BusEntity Entity { get; }

    /// <summary>Empty in a queue.</summary>
    public string Subscription { get; }

    public DeliveryRules Rules { get; }

    public Subqueue Active { get; }

    public Subqueue DeadLetters { get; }

    /// <summary>As clients write it: <c>queue</c> or <c>topic/Subscriptions/subscription</c>.</summary>
    public string Address => Subscription.Length == 0 ? Entity.Name : $"{Entity.Name}/Subscriptions/{Subscription}";

    /// <summary>Puts a copy where its persisted state says it belongs.</summary>
    public void Place(MessageCopy copy)
    {
        switch (copy.State.Status)
        {
            case CopyStatus.Active:
                Active.Add(copy);
                break;
            case CopyStatus.Deferred:
                Active.AddAside(copy);
                break;
            case CopyStatus.DeadLettered:
                DeadLetters.Add(copy);
                break;
            case CopyStatus.Gone:
                break;
        }
    }
}
