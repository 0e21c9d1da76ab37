using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Inburgering.Infrastructure.Tests;

/// <summary>infra/smoke, against a server that is well in everything but one thing. Against the app itself it is tried in tests/Functions.Tests.</summary>
public sealed class SmokeTests : IAsyncLifetime
{
    private readonly HttpListener server = new();
    private readonly string address = $"http://127.0.0.1:{FreePort()}";
    private string wrong = string.Empty;
    private Task serving = Task.CompletedTask;

    public ValueTask InitializeAsync()
    {
        server.Prefixes.Add(address + "/");
        server.Start();
        serving = ServeAsync();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        server.Stop();
        await serving;
        ((IDisposable)server).Dispose();
    }

    [Theory]
    [InlineData("", "The app is well.")]
    [InlineData("/api/health", "/api/health answers 503 after 1 tries")]
    [InlineData("/api/v1/me", "a file without a token: GET")]
    [InlineData("/cases", "answers no page of the portal")]
    [InlineData("headers", "without its Content-Security-Policy")]
    [InlineData("/config.json", "does not say where people sign in")]
    public async Task It_says_what_is_not_well(string what, string said)
    {
        wrong = what;

        var (exitCode, output, error) = await Shell.RunAsync(
            Repository.Root, Repository.In("infra", "smoke"), new Dictionary<string, string> { ["SMOKE_TRIES"] = "1" }, $"{address}/api", address);

        Assert.Equal(what.Length == 0 ? 0 : 1, exitCode);
        Assert.Contains(said, output + error, StringComparison.Ordinal);
    }

    private async Task ServeAsync()
    {
        while (server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await server.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var path = context.Request.Url!.AbsolutePath;
            var (status, body) = path switch
            {
                _ when path == wrong => (503, "{}"),
                "/api/health" => (200, """{"status":"UP"}"""),
                "/api/v1/me" or "/api/v1/cases" => (401, "{}"),
                "/cases" => (200, """<div id="portal"></div>"""),
                "/config.json" => (200, """{ "api": "/api/v1", "signIn": {} }"""),
                _ => (404, "{}"),
            };
            context.Response.StatusCode = status;
            if (wrong != "headers")
            {
                context.Response.Headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self'";
            }

            context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
