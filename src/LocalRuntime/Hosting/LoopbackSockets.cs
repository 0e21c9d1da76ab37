using System.Net;
using System.Net.Sockets;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>
/// A port on both loopback addresses, held from the very start: whether it is free is known before anything is
/// set up, and nobody can take it until it is served.
/// </summary>
internal sealed class LoopbackSockets : IDisposable
{
    private const int FreePortTries = 20;
    private readonly Dictionary<IPAddress, Socket> held;

    private LoopbackSockets(Dictionary<IPAddress, Socket> held, int port)
    {
        this.held = held;
        Port = port;
    }

    public int Port { get; }

    public IEnumerable<IPEndPoint> EndPoints => held.Keys.Select(address => new IPEndPoint(address, Port));

    /// <param name="port">1–65535, or 0 for a free one.</param>
    /// <param name="setting">The environment variable that chooses another port.</param>
    /// <exception cref="LocalRuntimeStartException">The port is taken.</exception>
    public static LoopbackSockets Take(int port, string setting = "INBURGERING_PORT")
    {
        for (var attempt = 1; ; attempt++)
        {
            var held = new Dictionary<IPAddress, Socket>();
            try
            {
                held[IPAddress.Loopback] = Listen(IPAddress.Loopback, port);
                var taken = ((IPEndPoint)held[IPAddress.Loopback].LocalEndPoint!).Port;
                if (HasIPv6Loopback())
                {
                    held[IPAddress.IPv6Loopback] = Listen(IPAddress.IPv6Loopback, taken);
                }

                return new LoopbackSockets(held, taken);
            }
            catch (SocketException exception)
            {
                Close(held);
                if (port == 0 && attempt < FreePortTries)
                {
                    continue;
                }

                throw new LocalRuntimeStartException(exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? $"Port {port} is taken by another program. Stop that one, or set {setting} to another port."
                    : $"Port {port} can't be used: {exception.Message}. Set {setting} to another port.");
            }
        }
    }

    /// <summary>Hands a socket over to its server.</summary>
    public Socket For(EndPoint endPoint) => held[((IPEndPoint)endPoint).Address];

    public void Dispose() => Close(held);

    private static void Close(Dictionary<IPAddress, Socket> sockets)
    {
        foreach (var socket in sockets.Values)
        {
            socket.Dispose();
        }
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(new IPEndPoint(address, port));
            // Bound alone does not keep others off (addresses are reused); listening does.
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool HasIPv6Loopback()
    {
        if (!Socket.OSSupportsIPv6)
        {
            return false;
        }

        try
        {
            using var probe = Listen(IPAddress.IPv6Loopback, 0);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
