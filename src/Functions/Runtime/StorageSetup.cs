using System.Security.Cryptography;
using Azure;
using Azure.Identity;
using Inburgering.Functions.Http;
using Inburgering.Learning;
using Inburgering.Storage;

namespace Inburgering.Functions.Runtime;

/// <summary>Makes sure before the first function runs that the tables and containers are there, that the app has the keys of this data, and that it has content.</summary>
internal sealed class StorageSetup(StorageTables storage, KeyCheck keys, PublishedContent published, ContentPublishing publishing, TimeProvider clock) : IHostedLifecycleService
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

        try
        {
            await keys.RunAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is CryptographicException or WrongKeyException && exception.GetBaseException() is RequestFailedException or AuthenticationFailedException)
        {
            // Data Protection says only that it could not encrypt or decrypt.
            throw new SettingException($"DataProtection__KeyRing and DataProtection__WrappingKey must be a blob and a key that let the app in: they do not ({exception.GetBaseException().Message.Split('\n')[0].TrimEnd()}).");
        }

        await OpenContentAsync(cancellationToken);
    }

    /// <summary>Takes the edition in force; where none was ever published, the package that came with the app becomes the first.</summary>
    private async Task OpenContentAsync(CancellationToken cancellationToken)
    {
        if (await published.RefreshAsync(cancellationToken))
        {
            return;
        }

        var (package, problems) = ContentReader.Read(Path.Combine(AppContext.BaseDirectory, "content", "modules"));
        if (problems.Count > 0)
        {
            throw new SettingException("The content package can't be used: " + string.Join("; ", problems.Take(5)));
        }

        // Another instance may make its first start at the same moment: then its edition is in force.
        var plan = await publishing.PlanAsync(package, cancellationToken);
        if (plan.InForce is null)
        {
            await publishing.PublishAsync(plan, "first start", clock.GetUtcNow(), cancellationToken);
        }

        await published.RefreshAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
