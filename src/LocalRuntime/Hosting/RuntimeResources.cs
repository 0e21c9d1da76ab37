namespace Inburgering.LocalRuntime.Hosting;

/// <summary>
/// What a running copy holds on this machine: its port, its data folder and its Azurite. Taken before anything else, so
/// that a second copy is refused at once; given back on a normal stop.
/// </summary>
internal sealed class RuntimeResources : IDisposable
{
    private readonly DataFolderLease lease;
    private readonly bool ownsAzurite;
    private bool disposed;

    private RuntimeResources(LocalRuntimeSettings settings, DataFolderLease lease, LoopbackSockets sockets, bool ownsAzurite)
    {
        Settings = settings;
        Sockets = sockets;
        this.lease = lease;
        this.ownsAzurite = ownsAzurite;
    }

    /// <summary>The settings with what was still open decided: absolute folder, port, storage.</summary>
    public LocalRuntimeSettings Settings { get; }

    public LoopbackSockets Sockets { get; }

    public LocalStorage Storage => Settings.Storage!;

    /// <exception cref="LocalRuntimeStartException">Something is in use, missing or damaged; says what to do.</exception>
    public static RuntimeResources Take(LocalRuntimeSettings settings)
    {
        settings = settings with { DataFolder = Path.GetFullPath(settings.DataFolder) };
        var lease = DataFolderLease.Take(settings.DataFolder);
        LoopbackSockets? sockets = null;
        try
        {
            sockets = LoopbackSockets.Take(settings.Port);
            var storage = settings.Storage ?? AzuriteProcess.EnsureStarted(settings.DataFolder);
            return new RuntimeResources(settings with { Port = sockets.Port, Storage = storage }, lease, sockets, ownsAzurite: settings.Storage is null);
        }
        catch
        {
            sockets?.Dispose();
            lease.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        Sockets.Dispose();
        if (ownsAzurite)
        {
            AzuriteProcess.Stop(Settings.DataFolder);
        }

        // Last, so that no other copy comes in while Azurite still saves.
        lease.Dispose();
    }
}
