using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Inburgering.Benchmarks;

/// <summary>
/// One connection that asks the same again and again. On bare sockets, because asker and asked share the machine: what the asker
/// takes for itself makes a fast app look slow.
/// </summary>
internal sealed class Asking : IDisposable
{
    private readonly IPEndPoint server;
    private readonly byte[] request;
    private readonly byte[] buffer = new byte[4096];
    private Socket socket = NewSocket();

    public Asking(IPEndPoint server, string path)
    {
        this.server = server;
        request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /// <returns>Whether the server was there and answered.</returns>
    public async Task<bool> TryOnceAsync()
    {
        try
        {
            await ConnectAsync().ConfigureAwait(false);
            await AskAsync().ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            socket.Dispose();
            socket = NewSocket();
            return false;
        }
    }

    public async Task ConnectAsync() => await socket.ConnectAsync(server).ConfigureAwait(false);

    /// <exception cref="InvalidOperationException">The answer is not 200.</exception>
    public async ValueTask AskAsync()
    {
        await socket.SendAsync(request).ConfigureAwait(false);
        var received = 0;
        do
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(received)).ConfigureAwait(false);
            received += count;
            if (count == 0)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }
        }
        while (!IsWhole(buffer.AsSpan(0, received)));
    }

    public void Dispose() => socket.Dispose();

    private static ReadOnlySpan<byte> Length => "Content-Length: "u8;

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (!answer.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException($"Not the answer that was expected: {Encoding.ASCII.GetString(answer)}");
        }

        var at = answer[..end].IndexOf(Length);
        if (at < 0)
        {
            // In chunks, of which the last is empty.
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        var text = answer[(at + Length.Length)..];
        return answer.Length == end + 4 + int.Parse(text[..text.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
