namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Says whether a subscription takes a message. It sees the message's properties, never its body.</summary>
internal interface IMessageFilter
{
    bool Matches(MessageContent message);
}

/// <summary>The rule a subscription has when none is given.</summary>
internal sealed class EveryMessage : IMessageFilter
{
    private EveryMessage()
    {
    }

    public static EveryMessage Instance { get; } = new();

    public bool Matches(MessageContent message) => true;
}
