using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Inburgering.Functions.Runtime;
using Inburgering.Learning;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Retention;
using Inburgering.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Commands.Audit;

/// <summary>The app's own storage and keys, for a command that works beside it: by the app's settings, or by a data folder of ./run.</summary>
internal static class Storage
{
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <param name="dataFolder">The data folder of a running copy; <see langword="null"/> for the settings of the environment.</param>
    /// <exception cref="CommandException">A setting is missing, or nothing runs on the folder.</exception>
    public static ServiceProvider Open(string? dataFolder)
    {
        var settings = Settings(dataFolder);
        var services = new ServiceCollection();

        // A command never makes a key of its own: it reads what the app wrote, under the app's keys.
        services.AddLogging()
            .AddRowProtection()
            .DisableAutomaticKeyGeneration()
            .KeepKeysIn(Setting(settings, "DataProtection:KeyRing"), settings["DataProtection:WrappingKey"]);
        return services
            .AddSingleton(Tables(settings))
            .AddSingleton<PersonStore>()
            .AddSingleton<AuditVerification>()
            .AddSingleton<ContentEditions>()
            .AddSingleton<ContentPublishing>()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<PendingMarkers>()
            .AddSingleton<TableBackup>()
            .AddSingleton<TableRestore>()
            .AddSingleton(PolicyBook.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "policy.json"))))
            .AddSingleton<LookupKeyRotation>()
            .AddSingleton<DueFiles>()
            .AddSingleton<RetentionPlanning>()
            .BuildServiceProvider();
    }

    /// <summary>The secrets of the look-up keys, as the app has them.</summary>
    /// <exception cref="CommandException">They are not set, or are none.</exception>
    public static IndexKeys KeysOf(string? dataFolder)
    {
        try
        {
            return IndexKeys.Parse(Setting(Settings(dataFolder), "Inburgering:LookupKey"));
        }
        catch (FormatException)
        {
            throw new CommandException("Inburgering__LookupKey is not what the app takes: secrets of at least 32 bytes in base64, with spaces between them.");
        }
    }

    /// <summary>The time by which the app lives: that of a data folder may have been moved.</summary>
    public static DateTimeOffset NowOf(string? dataFolder, TimeProvider clock)
    {
        var file = dataFolder is null ? null : Path.Combine(dataFolder, "clock.json");
        return file is null || !File.Exists(file)
            ? clock.GetUtcNow()
            : clock.GetUtcNow() + TimeSpan.FromTicks(JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("offsetTicks").GetInt64());
    }

    private static IConfigurationRoot Settings(string? dataFolder) =>
        new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(dataFolder is null ? [] : OfFolder(dataFolder)).Build();

    private static StorageTables Tables(IConfiguration settings)
    {
        var prefix = settings["DataStorage:Prefix"] ?? string.Empty;
        return settings["DataStorage:ConnectionString"] is { Length: > 0 } connection
            ? new StorageTables(new TableServiceClient(connection), new BlobServiceClient(connection), prefix)
            : new StorageTables(
                new TableServiceClient(new Uri(Setting(settings, "DataStorage:TableServiceUri")), new DefaultAzureCredential()),
                new BlobServiceClient(new Uri(Setting(settings, "DataStorage:BlobServiceUri")), new DefaultAzureCredential()),
                prefix);
    }

    private static string Setting(IConfiguration settings, string name) =>
        settings[name] is { Length: > 0 } value ? value : throw new CommandException($"{name.Replace(":", "__", StringComparison.Ordinal)} is not set: give the app's settings, or --data FOLDER.");

    /// <summary>Azurite's ports stand in the folder, as the local runtime left them there.</summary>
    private static Dictionary<string, string?> OfFolder(string folder)
    {
        var file = Path.Combine(folder, "azurite.pid");
        var parts = File.Exists(file) ? File.ReadAllText(file).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
        return parts.Length == 3
            ? new Dictionary<string, string?>
            {
                ["DataStorage:ConnectionString"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={EmulatorKey};BlobEndpoint=http://127.0.0.1:{parts[1]}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{parts[2]}/devstoreaccount1;"),
                ["DataProtection:KeyRing"] = Path.Combine(folder, "keys"),
                ["Inburgering:LookupKey"] = File.Exists(Path.Combine(folder, "lookup.key")) ? File.ReadAllText(Path.Combine(folder, "lookup.key")) : null,
            }
            : throw new CommandException($"Nothing runs on {folder}: start ./run on it first.");
    }
}

/// <summary>A command can't do its work. The message says what to do.</summary>
internal sealed class CommandException(string message) : Exception(message);
