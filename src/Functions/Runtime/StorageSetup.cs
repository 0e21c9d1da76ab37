using Inburgering.Storage;

namespace Inburgering.Functions.Runtime;

/// <summary>Makes sure that the tables and containers are there before the first function runs.</summary>
internal sealed class StorageSetup(StorageTables storage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => storage.CreateAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
