using Azure;
using Azure.Identity;
using Inburgering.Functions.Http;
using Inburgering.Storage;

namespace Inburgering.Functions.Runtime;

/// <summary>Makes sure that the tables and containers are there before the first function runs, and that the app has the keys of this data.</summary>
internal sealed class StorageSetup(StorageTables storage, KeyCheck keys) : IHostedLifecycleService
{
    // Not in StartAsync: the worker's own service is started first, and from then on functions may be called.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.CreateAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or AuthenticationFailedException)
        {
            var reason = exception.GetBaseException().Message.Split('\n')[0].TrimEnd();
            throw new SettingException($"DataStorage__TableServiceUri and DataStorage__BlobServiceUri must be of storage that lets the app in: {storage.People.AccountName} does not ({reason}).");
        }

        await keys.RunAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
