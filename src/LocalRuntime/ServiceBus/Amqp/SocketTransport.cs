using System.Net.Sockets;
using Amqp;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>A connection after its handshake, as AMQPNetLite reads and writes it. What the handshake has read already is read again first.</summary>
internal sealed class SocketTransport(NetworkStream stream, byte[] alreadyRead) : IAsyncTransport
{
    private int replayed;

    public void SetConnection(Connection connection)
    {
    }

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        // One write for all: frames of one burst travel in as few packets as possible.
        var bytes = new byte[listSize];
        var at = 0;
        foreach (var buffer in bufferList)
        {
            Buffer.BlockCopy(buffer.Buffer, buffer.Offset, bytes, at, buffer.Length);
            at += buffer.Length;
        }

        await stream.WriteAsync(bytes.AsMemory(0, at)).ConfigureAwait(false);
    }

    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        if (replayed < alreadyRead.Length)
        {
            return Replay(buffer, offset, count);
        }

        try
        {
            return await stream.ReadAsync(buffer.AsMemory(offset, count)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The client went without a goodbye, which is its right: the end of the stream.
            return 0;
        }
    }

    public void Send(ByteBuffer buffer) => stream.Write(buffer.Buffer, buffer.Offset, buffer.Length);

    public int Receive(byte[] buffer, int offset, int count) =>
        replayed < alreadyRead.Length ? Replay(buffer, offset, count) : stream.Read(buffer, offset, count);

    public void Close() => stream.Dispose();

    private int Replay(byte[] buffer, int offset, int count)
    {
        var part = Math.Min(count, alreadyRead.Length - replayed);
        Buffer.BlockCopy(alreadyRead, replayed, buffer, offset, part);
        replayed += part;
        return part;
    }
}
