using Azure.Storage.Blobs.Models;
using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Commands.Backup;

/// <summary><c>inburgering restore --from FOLDER|NAME [--resume yes] [--data FOLDER]</c>: writes a backup into empty tables, with progress. The app must not run.</summary>
internal static class RestoreCommand
{
    private const string Usage = "inburgering: restore takes --from FOLDER, or the name of a backup in the blob container backups, and if wanted --resume yes and --data FOLDER.";

    /// <returns>0 if everything was written, 1 if not, 2 if the command line is wrong.</returns>
    public static Task<int> RunAsync(string[] arguments) => Backups.RunAsync(arguments, ["--from", "--resume", "--data"], "--from", Usage, async (services, from, options) =>
    {
        var restore = services.GetRequiredService<TableRestore>();
        if (Directory.Exists(from))
        {
            await ImportAsync(from);
            return;
        }

        var folder = Directory.CreateTempSubdirectory("inburgering-restore-");
        try
        {
            var container = services.GetRequiredService<StorageTables>().Backups;
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, from + "/", CancellationToken.None))
            {
                await container.GetBlobClient(blob.Name).DownloadToAsync(Path.Combine(folder.FullName, Path.GetFileName(blob.Name)));
                Console.WriteLine($"downloaded {blob.Name}");
            }

            await ImportAsync(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        async Task ImportAsync(string place)
        {
            var (rows, marked) = await restore.ImportAsync(place, options.GetValueOrDefault("--resume") == "yes", Console.WriteLine, CancellationToken.None);
            Console.WriteLine($"Restored {rows} rows; {marked} open matters are planned again by the first sweep of the app.");
        }
    });
}
