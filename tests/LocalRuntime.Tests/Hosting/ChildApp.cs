using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Inburgering.LocalRuntime.Tests.Hosting;

/// <summary>An app of <see cref="ChildFunctions"/> in a process of its own, on its own Azurite, as <c>./run</c> starts it.</summary>
internal sealed class ChildApp : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private ChildApp(Process process, int port)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        Http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}"), Timeout = Limit };
    }

    public HttpClient Http { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public static ChildApp Start(string dataFolder, int port, params (string Name, string Value)[] environment)
    {
        var assembly = typeof(ChildApp).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", assembly]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_STARTUP_HOOKS"] = assembly;
        start.Environment["INBURGERING_DATA"] = dataFolder;
        start.Environment["INBURGERING_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["INBURGERING_AMQP_PORT"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildApp(Process.Start(start)!, port);
    }

    /// <summary>Waits until the host says that it runs.</summary>
    public async Task<ChildApp> RunningAsync()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            Assert.False(process.HasExited, process.HasExited ? $"The app ended: {await errors} {await output}" : null);
            Assert.True(waited.Elapsed < Limit, "The app did not come up.");
            try
            {
                var status = await Http.GetStringAsync("/admin/host/status", TestContext.Current.CancellationToken);
                if (status.Contains("\"Running\"", StringComparison.Ordinal))
                {
                    return this;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or SocketException)
            {
                // Not yet. HttpClient lets the bare SocketException through when a connection is gone the moment it was made.
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<(int ExitCode, string Output, string Errors)> EndedAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
