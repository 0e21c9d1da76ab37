using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Inburgering.EndToEnd.Tests.Running;

internal static class Ports
{
    private static readonly ConcurrentDictionary<int, bool> Given = [];

    /// <summary>A port that nobody listens on at this moment, given out once.</summary>
    public static int Free()
    {
        while (true)
        {
            // Below the range from which the system takes a port for every outgoing connection: those come and go by the hundred here.
            var port = Random.Shared.Next(20_000, 32_000);
            if (Given.TryAdd(port, true) && IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
