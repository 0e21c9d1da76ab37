using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>
/// Azurite on free ports with its data in the data folder. It runs in a session of its own, so it survives a kill of the
/// app, and is found again through <c>azurite.pid</c> (process id and the two ports).
/// </summary>
internal static class AzuriteProcess
{
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int StartTries = 3;
    private static readonly string[] Services = ["Blob", "Queue", "Table"];
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Finds the Azurite of this data folder, or starts it, and waits until it answers.</summary>
    /// <param name="dataFolder">Absolute path; created if missing.</param>
    /// <param name="inMemory">Keeps nothing on disk: for tests and large runs.</param>
    /// <exception cref="LocalRuntimeStartException">Node or Azurite is missing, the folder is not usable, or Azurite does not come up; says what to do.</exception>
    public static LocalStorage EnsureStarted(string dataFolder, bool inMemory = false)
    {
        var pidFile = PidFile(dataFolder);
        try
        {
            Directory.CreateDirectory(dataFolder);
            if (Find(pidFile) is { } running)
            {
                return Storage(running.BlobPort, running.TablePort, dataFolder);
            }

            NodeProcess.RefuseUnusable();
            var script = FindScript();
            for (var attempt = 1; ; attempt++)
            {
                if (TryStart(script, dataFolder, inMemory, pidFile) is { } storage)
                {
                    return storage;
                }

                // A port that was free a moment ago may be taken by now; anything else will not heal by itself.
                if (attempt == StartTries || !LastWords(dataFolder).Contains("EADDRINUSE", StringComparison.Ordinal))
                {
                    throw new LocalRuntimeStartException(
                        $"Azurite did not start on the data folder {dataFolder}: {LastWords(dataFolder)} If the folder is damaged, move it away and start again. (Log: {LogFile(dataFolder)})");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalRuntimeStartException($"The data folder {dataFolder} can't be used: {exception.Message} Make it writable, or set INBURGERING_DATA to another folder.");
        }
    }

    /// <summary>Ends the Azurite of this data folder with SIGTERM, so that it saves everything first. Nothing running is success.</summary>
    public static void Stop(string dataFolder)
    {
        if (Find(PidFile(dataFolder)) is { } running)
        {
            NodeProcess.Signal(running.ProcessId, "TERM");
            // Having saved, it waits for the idle connections of HTTP clients, this process's own among them: a dozen seconds for nothing.
            WaitFor(() => !NodeProcess.IsAlive(running.ProcessId) || HasSaved(dataFolder));
            if (NodeProcess.IsAlive(running.ProcessId))
            {
                NodeProcess.Signal(running.ProcessId, "KILL");
                WaitFor(() => !NodeProcess.IsAlive(running.ProcessId));
            }
        }

        File.Delete(PidFile(dataFolder));
    }

    private static string PidFile(string dataFolder) => Path.Combine(dataFolder, "azurite.pid");

    private static string LogFile(string dataFolder) => Path.Combine(dataFolder, "azurite.log");

    private static LocalStorage? TryStart(string script, string dataFolder, bool inMemory, string pidFile)
    {
        var (blobPort, tablePort, queuePort) = (FreePort(), FreePort(), FreePort());
        var processId = NodeProcess.StartDetached(
            LogFile(dataFolder),
            pidFile,
            $"{Text(blobPort)} {Text(tablePort)}",
            [
                script, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                .. inMemory ? (string[])["--inMemoryPersistence"] : ["--location", Path.Combine(dataFolder, "azurite")],
                "--blobHost", "127.0.0.1", "--blobPort", Text(blobPort),
                "--tableHost", "127.0.0.1", "--tablePort", Text(tablePort),
                "--queueHost", "127.0.0.1", "--queuePort", Text(queuePort),
            ]);
        WaitFor(() => (Answers(blobPort) && Answers(tablePort)) || !NodeProcess.IsAlive(processId));
        // It may answer and end all the same, when a store that it opens last is damaged: ask the process last.
        if (Answers(blobPort) && Answers(tablePort) && NodeProcess.IsAlive(processId))
        {
            return Storage(blobPort, tablePort, dataFolder);
        }

        if (NodeProcess.IsAlive(processId))
        {
            NodeProcess.Signal(processId, "KILL");
        }

        File.Delete(pidFile);
        return null;
    }

    private static bool HasSaved(string dataFolder) =>
        File.Exists(LogFile(dataFolder))
        && File.ReadAllText(LogFile(dataFolder)) is var said
        && Services.All(service => said.Contains($"Azurite {service} service successfully closed", StringComparison.Ordinal));

    private static string LastWords(string dataFolder)
    {
        var lines = File.Exists(LogFile(dataFolder)) ? File.ReadAllLines(LogFile(dataFolder)).Where(line => line.Length > 0).ToList() : [];
        var telling = lines.LastOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? lines.LastOrDefault() ?? "it said nothing";
        return telling.TrimEnd('.') + ".";
    }

    private static LocalStorage Storage(int blobPort, int tablePort, string dataFolder) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AccountKey};BlobEndpoint=http://127.0.0.1:{blobPort}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{tablePort}/devstoreaccount1;"),
        dataFolder);

    private static (int ProcessId, int BlobPort, int TablePort)? Find(string pidFile)
    {
        if (!File.Exists(pidFile))
        {
            return null;
        }

        var parts = File.ReadAllText(pidFile).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 3
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var processId)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var blobPort)
            && int.TryParse(parts[2], CultureInfo.InvariantCulture, out var tablePort)
            && AnswersSoon(processId, tablePort)
            ? (processId, blobPort, tablePort)
            : null;
    }

    // It may be on its way still, when the app that started it was killed meanwhile: a second one on the same files would spoil them.
    private static bool AnswersSoon(int processId, int port)
    {
        if (NodeProcess.IsAlive(processId) && !Answers(port) && NodeProcess.IsAlive(processId, "azurite"))
        {
            WaitFor(() => Answers(port) || !NodeProcess.IsAlive(processId));
        }

        return NodeProcess.IsAlive(processId) && Answers(port);
    }

    private static string FindScript()
    {
        const string relative = "node_modules/azurite/dist/src/azurite.js";
        string[] starts = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory];
        foreach (var start in starts)
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, relative);
                if (File.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        throw new LocalRuntimeStartException("Azurite is not installed. Run `npm ci` in the repository, or start with ./run, which does it.");
    }

    private static void WaitFor(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition() && waited.Elapsed < StartLimit)
        {
            Thread.Sleep(Pause);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

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
