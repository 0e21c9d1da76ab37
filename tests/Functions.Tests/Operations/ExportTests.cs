using System.Collections.Concurrent;
using System.Net;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Operations;

/// <summary>Spans, metrics and logs reach an OpenTelemetry collector.</summary>
public sealed class ExportTests(SharedApp shared)
{
    [Fact]
    public async Task A_collector_that_is_named_gets_all_three()
    {
        using var collector = new HttpListener();
        var port = FreePort();
        collector.Prefixes.Add($"http://localhost:{port}/");
        collector.Start();
        var received = new ConcurrentDictionary<string, bool>();
        var listening = ListenAsync(collector, received);

        var app = await shared.StartAppAsync(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://localhost:{port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });
        await app.Api.GetAsync("/api/health");

        // What is left is sent when the app stops.
        await app.DisposeAsync();
        collector.Stop();
        await listening;

        Assert.Superset(new HashSet<string> { "/v1/traces", "/v1/metrics", "/v1/logs" }, received.Keys.ToHashSet());
    }

    private static async Task ListenAsync(HttpListener collector, ConcurrentDictionary<string, bool> received)
    {
        while (collector.IsListening)
        {
            try
            {
                var request = await collector.GetContextAsync();
                received[request.Request.Url!.AbsolutePath] = true;
                request.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
