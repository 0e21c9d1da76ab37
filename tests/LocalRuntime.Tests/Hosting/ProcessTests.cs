using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.Tests.Hosting;

/// <summary>What only a process of its own shows: exit codes, signals, and an Azurite that outlives it.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string folder = TemporaryFolder.Create();

    private string PidFile => Path.Combine(folder, "app.pid");

    [Fact]
    public async Task An_app_lives_through_a_kill_finds_its_Azurite_again_and_stops_it_with_itself()
    {
        int azurite;
        using (var killed = await ChildApp.Start(folder, FreePort()).RunningAsync())
        {
            Assert.Equal("hello", await killed.Http.GetStringAsync("/api/hello", TestContext.Current.CancellationToken));
            Assert.Equal($"{killed.Id}", (await File.ReadAllTextAsync(PidFile, TestContext.Current.CancellationToken)).Trim());
            azurite = AzuriteId();
            killed.Signal("KILL");
            await killed.EndedAsync();
        }

        Assert.True(NodeProcess.IsAlive(azurite));
        using var again = await ChildApp.Start(folder, FreePort()).RunningAsync();
        Assert.Equal(azurite, AzuriteId());
        // Leaves an idle connection to Azurite behind, which must not hold up the stop until it times out.
        using var document = await again.Http.GetAsync("/local/documents/none/none", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, document.StatusCode);
        var stopping = Stopwatch.StartNew();
        again.Signal("TERM");
        var (exitCode, output, errors) = await again.EndedAsync();
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Contains("Data folder: " + folder, output, StringComparison.Ordinal);
        Assert.False(NodeProcess.IsAlive(azurite));
        Assert.False(File.Exists(PidFile));
        Assert.False(File.Exists(Path.Combine(folder, "azurite.pid")));
    }

    [Fact]
    public async Task A_stop_lets_a_running_function_finish()
    {
        using var app = await ChildApp.Start(folder, FreePort()).RunningAsync();
        var file = Path.Combine(folder, "go-on");
        var answering = app.Http.GetStringAsync($"/api/wait?file={Uri.EscapeDataString(file)}", TestContext.Current.CancellationToken);
        await UntilAsync(() => File.Exists(file + ".waiting"));
        app.Signal("TERM");
        // Once the port is closed the stop is under way.
        await UntilAsync(() => !Answers(app.Http.BaseAddress!.Port));
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        Assert.Equal("finished", await answering);
        Assert.Equal(0, (await app.EndedAsync()).ExitCode);
    }

    [Fact]
    public async Task What_keeps_the_app_from_starting_is_one_line_and_exit_code_1()
    {
        var refused = new Dictionary<string, ChildApp>();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var damaged = Path.Combine(folder, "damaged");
        Directory.CreateDirectory(Path.Combine(damaged, "azurite"));
        await File.WriteAllTextAsync(Path.Combine(damaged, "azurite", "__azurite_db_table__.json"), "{ not what it was", TestContext.Current.CancellationToken);

        refused["is Production"] = ChildApp.Start(Path.Combine(folder, "1"), FreePort(), ("AZURE_FUNCTIONS_ENVIRONMENT", "Production"));
        refused[$"Port {taken} is taken"] = ChildApp.Start(Path.Combine(folder, "2"), taken);
        refused["can't be used"] = ChildApp.Start(file, FreePort());
        refused["If the folder is damaged, move it away"] = ChildApp.Start(damaged, FreePort());
        foreach (var (reason, app) in refused)
        {
            using (app)
            {
                var (exitCode, output, errors) = await app.EndedAsync();
                Assert.Equal(1, exitCode);
                Assert.Contains(reason, errors, StringComparison.Ordinal);
                Assert.Single(errors.Trim().Split('\n'));
                Assert.Equal("", output);
            }
        }
    }

    public void Dispose()
    {
        AzuriteProcess.Stop(folder);
    }

    private int AzuriteId() => int.Parse(File.ReadAllText(Path.Combine(folder, "azurite.pid")).Split(' ')[0], CultureInfo.InvariantCulture);

    private static async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "It did not come to pass in time.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool Answers(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
