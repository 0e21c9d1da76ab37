using Azure.Identity;
using Inburgering.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Runtime;

/// <summary>What the app connects to in Azure: its settings name it, and its managed identity opens it.</summary>
internal static class RuntimeConnections
{
    /// <summary>Registers the client that sends to Service Bus: by identity, or by a connection string for Core Tools on a laptop.</summary>
    public static void AddRuntimeConnections(this FunctionsApplicationBuilder builder)
    {
        var connectionString = builder.Configuration["ServiceBus"];
        var serviceBusNamespace = builder.Configuration["ServiceBus:fullyQualifiedNamespace"];
        Func<ServiceBusClient> open = (connectionString, serviceBusNamespace) switch
        {
            ({ Length: > 0 }, _) when IsReadable(connectionString) => () => new ServiceBusClient(connectionString),
            (_, { Length: > 0 }) when Uri.CheckHostName(serviceBusNamespace) == UriHostNameType.Dns => () => new ServiceBusClient(serviceBusNamespace, new DefaultAzureCredential()),
            _ => throw new Http.SettingException("ServiceBus__fullyQualifiedNamespace must be the host name of the Service Bus namespace, like inburgering.servicebus.windows.net, without sb:// before it."),
        };
        builder.Services.AddSingleton(_ => open());
        builder.AddKeyRing();
    }

    private static void AddKeyRing(this FunctionsApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("DataProtection");
        var (keyRing, wrappingKey) = (settings["KeyRing"], settings["WrappingKey"]);
        var inAzure = Uri.TryCreate(keyRing, UriKind.Absolute, out var blob) && blob.Scheme == Uri.UriSchemeHttps && Uri.TryCreate(wrappingKey, UriKind.Absolute, out _);

        // A folder is gone with the instance, and all data with it: only the storage emulator may have its keys in one.
        var onLaptop = keyRing is { Length: > 0 } && wrappingKey is null && IsEmulator(builder.Configuration["DataStorage:ConnectionString"]);
        builder.Services.AddRowProtection().KeepKeysIn(
            inAzure || onLaptop ? keyRing! : throw new Http.SettingException(
                "DataProtection__KeyRing must be the https address of the blob that keeps the key ring, and DataProtection__WrappingKey the identifier of the Key Vault key that wraps it; a folder will do beside the storage emulator only."),
            wrappingKey);
    }

    /// <exception cref="Http.SettingException">It is no connection string.</exception>
    private static bool IsReadable(string connectionString)
    {
        try
        {
            return ServiceBusConnectionStringProperties.Parse(connectionString).Endpoint is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new Http.SettingException("ServiceBus must be a connection string, like Endpoint=sb://localhost;SharedAccessKeyName=…;SharedAccessKey=…;UseDevelopmentEmulator=true; in Azure leave it out and give ServiceBus__fullyQualifiedNamespace.");
        }
    }

    // Its account has the same name everywhere, whatever its ports.
    private static bool IsEmulator(string? storage) =>
        storage is not null && (storage == "UseDevelopmentStorage=true" || storage.Split(';').Contains("AccountName=devstoreaccount1"));
}
