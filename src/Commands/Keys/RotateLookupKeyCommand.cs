using Inburgering.Commands.Audit;
using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Commands.Keys;

/// <summary>
/// <c>inburgering rotate-lookup-key --app-is-stopped yes [--data FOLDER]</c>: lays the secret in Inburgering__NewLookupKey over every
/// look-up key. The secrets stand in the environment, never on a command line that others can list.
/// </summary>
internal static class RotateLookupKeyCommand
{
    private const int RowsBetweenLines = 2048;

    /// <returns>0 if everything is under the new key, 1 if not, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!Options.TryRead(arguments, ["--app-is-stopped", "--data"], out var options) || options.GetValueOrDefault("--app-is-stopped") != "yes")
        {
            Console.Error.WriteLine("inburgering: rotate-lookup-key works with the app stopped only, on every instance: stop it and say --app-is-stopped yes.");
            return 2;
        }

        if (Secret() is not { } secret)
        {
            Console.Error.WriteLine("inburgering: Inburgering__NewLookupKey must be one secret of at least 32 random bytes in base64: openssl rand -base64 32.");
            return 2;
        }

        try
        {
            var folder = options.GetValueOrDefault("--data");
            using var stopped = folder is null ? null : Stopped(folder);
            await using var services = Audit.Storage.Open(folder);
            var done = await services.GetRequiredService<LookupKeyRotation>().RunAsync(Audit.Storage.KeysOf(folder), secret, new Lines(), CancellationToken.None);
            Console.WriteLine(done is null
                ? "Everything is under the new key already."
                : $"Done: {done.LookupRows} look-up rows and {done.Files} files. Now set Inburgering__LookupKey to what it was, a space, and the new secret{(folder is null ? string.Empty : " (here: append them to lookup.key in the data folder)")}, and start the app.");
            return 0;
        }
        catch (Exception exception) when (exception is CommandException or WrongKeyException or RowUnreadableException)
        {
            Console.Error.WriteLine($"inburgering: {exception.Message}");
            return 1;
        }
    }

    /// <summary>Keeps the app from running on a data folder: a running one would look everybody up by keys that are no more, and begin second files.</summary>
    private static FileStream Stopped(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "app.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new CommandException($"An app runs on {folder}, or none ever did: end its process (app.pid) first, and leave its storage running. {exception.Message}");
        }
    }

    private static byte[]? Secret()
    {
        try
        {
            var secret = Convert.FromBase64String(Environment.GetEnvironmentVariable("Inburgering__NewLookupKey") ?? string.Empty);
            return secret.Length >= 32 ? secret : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private sealed class Lines : IProgress<RotationProgress>
    {
        private long shown;

        public void Report(RotationProgress value)
        {
            if (value.LookupRows + value.Files - shown >= RowsBetweenLines)
            {
                shown = value.LookupRows + value.Files;
                Console.WriteLine($"{value.LookupRows} look-up rows, {value.Files} files …");
            }
        }
    }
}
