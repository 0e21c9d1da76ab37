using System.Globalization;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>
/// One live app a data folder. A file lock decides (the system frees it when a process dies, and a process id may be taken
/// again by another program); <c>app.pid</c> tells people and scripts whom to signal.
/// </summary>
internal sealed class DataFolderLease : IDisposable
{
    private readonly FileStream held;
    private readonly string pidFile;

    private DataFolderLease(FileStream held, string pidFile)
    {
        this.held = held;
        this.pidFile = pidFile;
    }

    /// <exception cref="LocalRuntimeStartException">The folder can't be written to, or another live app has it.</exception>
    public static DataFolderLease Take(string dataFolder)
    {
        var pidFile = Path.Combine(dataFolder, "app.pid");
        try
        {
            Directory.CreateDirectory(dataFolder);
            var held = Lock(Path.Combine(dataFolder, "app.lock"))
                ?? throw new LocalRuntimeStartException(
                    $"The data folder {dataFolder} is in use by another app{Whose(pidFile)}. Stop that one, or set INBURGERING_DATA to another folder.");
            File.WriteAllText(pidFile, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n"));
            return new DataFolderLease(held, pidFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalRuntimeStartException(
                $"The data folder {dataFolder} can't be used: {exception.Message} Make it writable, or set INBURGERING_DATA to another folder.");
        }
    }

    public void Dispose()
    {
        File.Delete(pidFile);
        held.Dispose();
    }

    private static FileStream? Lock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException) && File.Exists(file))
        {
            return null;
        }
    }

    private static string Whose(string pidFile)
    {
        try
        {
            return File.Exists(pidFile) ? $" (process {File.ReadAllText(pidFile).Trim()})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
