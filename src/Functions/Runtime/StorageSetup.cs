using Inburgering.Storage;

namespace Inburgering.Functions.Runtime;

/// <summary>Makes sure that the tables and containers are there before the first function runs.</summary>
internal sealed class StorageSetup(StorageTables storage) : IHostedLifecycleService
{
    // Not in StartAsync: the worker's own service is started first, and from then on functions may be called.
    public Task StartingAsync(CancellationToken cancellationToken) => storage.CreateAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
