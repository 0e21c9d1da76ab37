using Azure.Identity;
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
        builder.Services.AddSingleton(_ => (connectionString, serviceBusNamespace) switch
        {
            ({ Length: > 0 }, _) => new ServiceBusClient(connectionString),
            (_, { Length: > 0 }) => new ServiceBusClient(serviceBusNamespace, new DefaultAzureCredential()),
            _ => throw new Http.SettingException("ServiceBus__fullyQualifiedNamespace must name the Service Bus namespace, like inburgering.servicebus.windows.net."),
        });
    }
}
