using System.Globalization;
using Amqp;
using Amqp.Handler;
using Amqp.Listener;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Hosting;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>AMQP 1.0 on loopback, so that official Service Bus clients reach the broker as they reach the official emulator.</summary>
internal sealed class AmqpServer(LocalRuntimeSettings settings, AmqpLinks links) : IHostedLifecycleService, IDisposable
{
    private LoopbackSockets? sockets;
    private ContainerHost? host;

    /// <summary>What a client is given. The port is known once the runtime starts.</summary>
    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"Endpoint=sb://localhost:{sockets?.Port ?? settings.AmqpPort};SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true");

    /// <exception cref="LocalRuntimeStartException">The port is taken.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        sockets = LoopbackSockets.Take(settings.AmqpPort, "INBURGERING_AMQP_PORT");
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        host = new ContainerHost(new Address(string.Create(CultureInfo.InvariantCulture, $"amqp://localhost:{sockets!.Port}")));
        host.CustomTransports["amqp"] = new LoopbackTransports(sockets);
        host.RegisterLinkProcessor(links);
        var tags = new LockTokenTags();
        host.Listeners[0].HandlerFactory = _ => tags;
        host.Open();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        host?.Close();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => sockets?.Dispose();
}

/// <summary>Gives a delivery its lock token as delivery tag: that is where Service Bus clients read it.</summary>
internal sealed class LockTokenTags : IHandler
{
    public bool CanHandle(EventId id) => id == EventId.SendDelivery;

    public void Handle(Event protocolEvent)
    {
        if (protocolEvent.Context is IDelivery { Message: LockedMessage message } delivery)
        {
            delivery.Tag = message.LockToken.ToByteArray();
        }
    }
}

/// <summary>An outgoing AMQP message with the token of its lock.</summary>
internal sealed class LockedMessage(Guid lockToken) : Message
{
    public Guid LockToken { get; } = lockToken;
}
