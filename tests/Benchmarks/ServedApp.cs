using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Inburgering.Benchmarks;

/// <summary>An app in a process of its own, measured from outside.</summary>
internal sealed class ServedApp : IDisposable
{
    /// <summary>The command of the bare Kestrel app.</summary>
    public const string Bare = "serve-bare";

    /// <summary>The command of the app on the local runtime.</summary>
    public const string Runtime = "serve-runtime";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private ServedApp(Process process, int port, string path)
    {
        this.process = process;
        Port = port;
        Path = path;
    }

    public int Port { get; }

    public string Path { get; }

    /// <summary>From the start of the process to the end of the first answer.</summary>
    public TimeSpan FirstAnswer { get; private set; }

    /// <summary>What the start has cost by then, on all cores: says the same as the time, and a busy machine does not disturb it.</summary>
    public TimeSpan ProcessorAtFirstAnswer { get; private set; }

    public double MebibytesInUse
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Of all its threads together, since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static Task<ServedApp> StartBareAsync()
    {
        var port = FreePort();
        return StartAsync(port, "/", [Bare, port.ToString(CultureInfo.InvariantCulture)], []);
    }

    /// <param name="dataFolder">Its Azurite runs already.</param>
    public static Task<ServedApp> StartRuntimeAsync(string dataFolder)
    {
        var port = FreePort();
        return StartAsync(port, "/api/hello", [Runtime], new()
        {
            ["INBURGERING_DATA"] = dataFolder,
            ["INBURGERING_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["INBURGERING_AMQP_PORT"] = "0",
        });
    }

    /// <summary>Killed hard: its Azurite is to live on.</summary>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.WaitForExit();
        process.Dispose();
    }

    private static async Task<ServedApp> StartAsync(int port, string path, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServedApp).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var watch = Stopwatch.StartNew();
        var app = new ServedApp(Process.Start(start)!, port, path);
        _ = app.process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        using var asking = new Asking(new IPEndPoint(IPAddress.Loopback, port), path);
        while (!await asking.TryOnceAsync().ConfigureAwait(false))
        {
            if (app.process.HasExited || watch.Elapsed > StartLimit)
            {
                app.Dispose();
                throw new InvalidOperationException($"{string.Join(' ', arguments)} did not come up.");
            }

            await Task.Delay(1).ConfigureAwait(false);
        }

        app.FirstAnswer = watch.Elapsed;
        app.ProcessorAtFirstAnswer = app.ProcessorTime;
        return app;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
