using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime;

/// <summary>Reaches the local broker in the same process; the app takes it from dependency injection.</summary>
public class ServiceBusClient : IAsyncDisposable
{
    private readonly Broker? broker;

    internal ServiceBusClient(Broker broker) => this.broker = broker;

    protected ServiceBusClient()
    {
    }

    /// <summary>A sender to a queue or topic. An unknown name is noticed by the first send.</summary>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName)
    {
        ArgumentException.ThrowIfNullOrEmpty(queueOrTopicName);
        return new ServiceBusSender(broker ?? throw new NotSupportedException(), queueOrTopicName);
    }

    /// <summary>A receiver in peek-lock. An unknown name is noticed by its first call.</summary>
    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(queueName);
        return new ServiceBusReceiver(broker ?? throw new NotSupportedException(), queueName, options?.SubQueue ?? SubQueue.None);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
