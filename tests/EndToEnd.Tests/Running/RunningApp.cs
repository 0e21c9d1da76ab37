using System.Diagnostics;
using System.Globalization;
using System.Net;
using Inburgering.Commands.Doors;

namespace Inburgering.EndToEnd.Tests.Running;

/// <summary>The real app as a child process, on free ports and a data folder of its own, with the clock starting on 2 March 2026.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private ChildProcess _process;

    private RunningApp(string dataFolder)
    {
        (DataFolder, Port, AmqpPort) = (dataFolder, Ports.Free(), Ports.Free());
        Doors = new PublicDoors(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Port}/")));
        _process = Spawn();
    }

    public PublicDoors Doors { get; }

    public string DataFolder { get; }

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <summary>The connection string of its broker.</summary>
    public string ServiceBus => string.Create(
        CultureInfo.InvariantCulture, $"Endpoint=sb://localhost:{AmqpPort};SharedAccessKeyName=local;SharedAccessKey=local;UseDevelopmentEmulator=true");

    private int AmqpPort { get; }

    /// <summary>Starts a copy on an empty data folder and waits until it is healthy.</summary>
    public static async Task<RunningApp> StartAsync()
    {
        var app = new RunningApp(NewDataFolder());
        try
        {
            await app.BecomeHealthyAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>The path of a folder that does not exist yet.</summary>
    public static string NewDataFolder() => Path.Combine(Path.GetTempPath(), $"inburgering-e2e-{Guid.NewGuid():N}");

    /// <summary>Starts a process of the app as <c>./run</c> does, for tests of the start itself.</summary>
    public static ChildProcess Spawn(int port, int amqpPort, string dataFolder, params (string Name, string Value)[] settings) => new(
        "dotnet",
        [Repository.AppDll],
        new Dictionary<string, string>(settings.ToDictionary(setting => setting.Name, setting => setting.Value))
        {
            ["INBURGERING_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["INBURGERING_AMQP_PORT"] = amqpPort.ToString(CultureInfo.InvariantCulture),
            ["INBURGERING_DATA"] = dataFolder,
            ["INBURGERING_CLOCK"] = "2026-03-02T08:00:00Z",

            // What is published is looked for more often than in production, so that a test need not wait.
            ["Content__RefreshSeconds"] = "1",
        });

    /// <summary>Kills the app hard, by the process id it wrote down, and starts it again on the same data folder.</summary>
    public async Task KillAndStartAgainAsync()
    {
        await KillAsync();
        await StartAgainAsync();
    }

    public async Task KillAsync()
    {
        var written = await File.ReadAllTextAsync(Path.Combine(DataFolder, "app.pid"));
        await ChildProcess.SignalAsync("KILL", int.Parse(written, CultureInfo.InvariantCulture));
        await _process.EndAsync(StopLimit);
        _process.Dispose();
    }

    public async Task StartAgainAsync()
    {
        _process = Spawn();
        Doors.Reconnect();
        await BecomeHealthyAsync();
    }

    /// <summary>Ends the app as Ctrl+C and <c>./run --stop</c> do, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            await ChildProcess.SignalAsync("TERM", _process.Id);
        }

        return await _process.EndAsync(StopLimit);
    }

    /// <summary>Stops the app and all it started, whatever state it is in, and removes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        finally
        {
            _process.Dispose();
            Doors.Dispose();
            await RemoveAsync(DataFolder);
        }
    }

    /// <summary>Ends what a copy left running on a data folder, and removes the folder.</summary>
    public static async Task RemoveAsync(string dataFolder)
    {
        foreach (var processId in ProcessesOn(dataFolder))
        {
            await ChildProcess.SignalAsync("KILL", processId);
        }

        if (Directory.Exists(dataFolder))
        {
            // A process that was just killed may still be writing its last file.
            for (var tries = 1; ; tries++)
            {
                try
                {
                    Directory.Delete(dataFolder, recursive: true);
                    return;
                }
                catch (IOException) when (tries < 20)
                {
                    await Task.Delay(100);
                }
            }
        }
    }

    /// <summary>Processes that have the data folder in their command line: what the app started on it (on Linux; none elsewhere).</summary>
    public static IReadOnlyList<int> ProcessesOn(string dataFolder)
    {
        var found = new List<int>();
        foreach (var folder in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : [])
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
                    && File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(dataFolder, StringComparison.Ordinal))
                {
                    found.Add(processId);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked, or is not ours.
            }
        }

        return found;
    }

    private ChildProcess Spawn() => Spawn(Port, AmqpPort, DataFolder);

    private async Task BecomeHealthyAsync()
    {
        var waited = Stopwatch.StartNew();
        while (!await IsHealthyAsync())
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The app ended with exit code {await _process.EndAsync(StopLimit)}:\n{_process.Output}");
            }

            if (waited.Elapsed > StartLimit)
            {
                throw new TimeoutException($"The app is not healthy after {StartLimit.TotalSeconds:0} s:\n{_process.Output}");
            }

            await Task.Delay(50);
        }
    }

    private async Task<bool> IsHealthyAsync()
    {
        try
        {
            var host = await Doors.GetAsync("admin/host/status");
            var health = await Doors.GetAsync("api/health");
            return host.Status == HttpStatusCode.OK && host.Json.GetProperty("state").GetString() == "Running"
                && health.Status == HttpStatusCode.OK && health.Json.GetProperty("status").GetString() == "UP";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
