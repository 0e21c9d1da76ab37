using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Commands.Backup;

/// <summary><c>inburgering backup --to FOLDER|container [--data FOLDER]</c>: writes every table to files, with progress; the app may go on meanwhile.</summary>
internal static class BackupCommand
{
    private const string Usage = "inburgering: backup takes --to FOLDER, or --to container for the blob container backups, and if wanted --data FOLDER.";

    /// <returns>0 if the backup is whole, 1 if not, 2 if the command line is wrong.</returns>
    public static Task<int> RunAsync(string[] arguments) => Backups.RunAsync(arguments, ["--to", "--data"], "--to", Usage, async (services, to, _) =>
    {
        var backup = services.GetRequiredService<TableBackup>();
        if (to != Backups.Container)
        {
            Tell(await backup.ExportAsync(to, Console.WriteLine, CancellationToken.None), to);
            return;
        }

        // Written whole, then uploaded: a container that keeps blobs unchangeable takes each of them once.
        var folder = Directory.CreateTempSubdirectory("inburgering-backup-");
        try
        {
            var manifest = await backup.ExportAsync(folder.FullName, Console.WriteLine, CancellationToken.None);
            var container = services.GetRequiredService<StorageTables>().Backups;
            var name = manifest.StartedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH-mm-ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            await container.CreateIfNotExistsAsync();
            foreach (var file in manifest.Files.Select(file => file.Name).Append(BackupManifest.FileName))
            {
                await container.GetBlobClient($"{name}/{file}").UploadAsync(Path.Combine(folder.FullName, file));
                Console.WriteLine($"uploaded {name}/{file}");
            }

            Tell(manifest, $"container {container.Name}, {name}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    });

    private static void Tell(BackupManifest manifest, string place) =>
        Console.WriteLine($"Backup of {manifest.StartedAt:yyyy-MM-dd HH:mm:ss} UTC: {manifest.Rows} rows, {(manifest.FinishedAt - manifest.StartedAt).TotalSeconds:0} s; {place}.");
}
