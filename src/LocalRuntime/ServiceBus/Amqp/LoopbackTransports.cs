using System.Net.Sockets;
using System.Threading.Channels;
using Amqp;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Accepts connections on the loopback sockets and hands each to AMQPNetLite once its handshake is done; a slow client holds up no other.</summary>
internal sealed class LoopbackTransports : TransportProvider
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(20);

    private readonly Channel<IAsyncTransport> ready = Channel.CreateUnbounded<IAsyncTransport>();
    private readonly CancellationTokenSource closing = new();

    public LoopbackTransports(LoopbackSockets sockets)
    {
        AddressSchemes = ["amqp"];
        foreach (var endPoint in sockets.EndPoints)
        {
            _ = AcceptAsync(sockets.For(endPoint));
        }
    }

    public override async Task<IAsyncTransport> CreateAsync(Address address)
    {
        try
        {
            return await ready.Reader.ReadAsync(closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // AMQPNetLite asks again at once after any failure, without an end; after the close it is left waiting.
            return await new TaskCompletionSource<IAsyncTransport>().Task.ConfigureAwait(false);
        }
    }

    public override void Dispose()
    {
        closing.Cancel();
        while (ready.Reader.TryRead(out var transport))
        {
            transport.Close();
        }

        base.Dispose();
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(closing.Token).ConfigureAwait(false);
                _ = ShakeHandsAsync(socket);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client went before it was accepted.
            }
        }
    }

    private async Task ShakeHandsAsync(Socket socket)
    {
        socket.NoDelay = true;
        var stream = new NetworkStream(socket, ownsSocket: true);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        limit.CancelAfter(HandshakeLimit);
        try
        {
            var header = await SaslHandshake.RunAsync(stream, limit.Token).ConfigureAwait(false);
            if (!ready.Writer.TryWrite(new SocketTransport(stream, header)))
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
