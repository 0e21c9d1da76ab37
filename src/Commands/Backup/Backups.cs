using Azure;
using Inburgering.Commands.Audit;
using Inburgering.Storage;

namespace Inburgering.Commands.Backup;

/// <summary>What both commands have in common: the command line, the storage, one line on what went wrong.</summary>
internal static class Backups
{
    /// <summary>Stands for the blob container in the place of a folder.</summary>
    public const string Container = "container";

    public static async Task<int> RunAsync(
        string[] arguments, IReadOnlyCollection<string> known, string needed, string usage, Func<IServiceProvider, string, IReadOnlyDictionary<string, string>, Task> work)
    {
        if (!Options.TryRead(arguments, known, out var options) || !options.TryGetValue(needed, out var place))
        {
            Console.Error.WriteLine(usage);
            return 2;
        }

        try
        {
            await using var services = Audit.Storage.Open(options.GetValueOrDefault("--data"));
            await work(services, place, options);
            return 0;
        }
        catch (Exception exception) when (exception is CommandException or BackupException or IOException or UnauthorizedAccessException or RequestFailedException or RowUnreadableException)
        {
            Console.Error.WriteLine($"inburgering: {exception.Message.Split('\n')[0].TrimEnd()}");
            return 1;
        }
    }
}
