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
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>Finds the Azurite of this data folder, or starts it, and waits until it answers.</summary>
    /// <param name="dataFolder">Absolute path; created if missing.</param>
    /// <param name="inMemory">Keeps nothing on disk: for tests and large runs.</param>
    /// <exception cref="LocalRuntimeStartException">Node or Azurite is missing, the folder is not usable, or Azurite does not come up; says what to do.</exception>
    public static LocalStorage EnsureStarted(string dataFolder, bool inMemory = false)
    {
        var pidFile = Path.Combine(dataFolder, "azurite.pid");
        try
        {
            Directory.CreateDirectory(dataFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalRuntimeStartException($"The data folder {dataFolder} can't be used ({exception.Message}). Set INBURGERING_DATA to a folder you may write to.");
        }

        if (Find(pidFile) is { } running)
        {
            return Storage(running.BlobPort, running.TablePort, dataFolder);
        }

        var (blobPort, tablePort) = (FreePort(), FreePort());
        var process = Start(dataFolder, blobPort, tablePort, inMemory);
        File.WriteAllText(pidFile, string.Create(CultureInfo.InvariantCulture, $"{process.Id} {blobPort} {tablePort}\n"));
        var deadline = Stopwatch.StartNew();
        while (!(Answers(blobPort) && Answers(tablePort)))
        {
            if (process.HasExited || deadline.Elapsed > StartLimit)
            {
                File.Delete(pidFile);
                throw new LocalRuntimeStartException(
                    $"Azurite did not start on the data folder {dataFolder}; its last words are in {LogFile(dataFolder)}. If the folder is damaged, move it away and start again.");
            }

            Thread.Sleep(50);
        }

        return Storage(blobPort, tablePort, dataFolder);
    }

    /// <summary>Ends the Azurite of this data folder with SIGTERM, so that it saves everything first. Nothing running is success.</summary>
    public static void Stop(string dataFolder)
    {
        var pidFile = Path.Combine(dataFolder, "azurite.pid");
        if (Find(pidFile) is { } running)
        {
            using var kill = Process.Start("kill", ["-TERM", running.ProcessId.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            var deadline = Stopwatch.StartNew();
            while (IsAlive(running.ProcessId) && deadline.Elapsed < StartLimit)
            {
                Thread.Sleep(50);
            }
        }

        File.Delete(pidFile);
    }

    private static LocalStorage Storage(int blobPort, int tablePort, string dataFolder) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AccountKey};BlobEndpoint=http://127.0.0.1:{blobPort}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{tablePort}/devstoreaccount1;"),
        dataFolder);

    private static string LogFile(string dataFolder) => Path.Combine(dataFolder, "azurite.log");

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
            && IsAlive(processId)
            && Answers(tablePort)
            ? (processId, blobPort, tablePort)
            : null;
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Process Start(string dataFolder, int blobPort, int tablePort, bool inMemory)
    {
        var script = FindScript();
        // setsid: a session of its own, so that neither Ctrl+C nor a kill of the app reaches it. exec: the pid is Node's.
        var persistence = inMemory ? "--inMemoryPersistence" : $"--location \"{Path.Combine(dataFolder, "azurite")}\"";
        var command = string.Create(
            CultureInfo.InvariantCulture,
            $"exec setsid node \"{script}\" --silent --skipApiVersionCheck --disableTelemetry {persistence} --blobHost 127.0.0.1 --blobPort {blobPort} --tableHost 127.0.0.1 --tablePort {tablePort} --queueHost 127.0.0.1 --queuePort {FreePort()} >> \"{LogFile(dataFolder)}\" 2>&1 < /dev/null");
        try
        {
            return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { UseShellExecute = false })!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new LocalRuntimeStartException($"Azurite could not be started: {exception.Message}. Install Node.js 20 or newer.");
        }
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
