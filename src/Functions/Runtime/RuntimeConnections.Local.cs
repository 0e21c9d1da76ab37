using System.Security.Cryptography;
using Inburgering.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Inburgering.Functions.Runtime;

/// <summary>What the app connects to on one machine: the local runtime's storage, issuer and broker.</summary>
internal static class RuntimeConnections
{
    /// <summary>Gives the app's settings their local values. The broker's client comes from the local runtime.</summary>
    public static void AddRuntimeConnections(this FunctionsApplicationBuilder builder)
    {
        var local = builder.Configuration.GetSection("LocalRuntime");
        var keyRing = Path.Combine(local["DataFolder"]!, "keys");
        builder.Configuration.AddInMemoryCollection(Http.Role.All.Select((role, i) => KeyValuePair.Create<string, string?>($"Authentication:Issuers:0:Roles:{i}", role)));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DataStorage:ConnectionString"] = builder.Configuration["AzureWebJobsStorage"],
            ["DataStorage:Prefix"] = local["Isolation"],
            ["Authentication:Issuers:0:Authority"] = local["Oidc:Authority"],
            ["Authentication:Issuers:0:Audience"] = local["Oidc:Audience"],
            // Not every five minutes as in Azure: six months that are lived in one go would sweep 50,000 times. What a kill left is swept on the start.
            ["SweepSchedule"] = builder.Configuration["SweepSchedule"] ?? "0 30 3 * * *",
            ["Inburgering:LookupKey"] = LookupKey(local["DataFolder"]!),
            ["Inburgering:PortalAddress"] = builder.Configuration["Inburgering:PortalAddress"] ?? local["BaseAddress"],
            ["DataProtection:KeyRing"] = keyRing,
        });
        builder.Services.AddRowProtection().KeepKeysIn(keyRing, wrappingKey: null);

        // It warns at every start that the keys in the folder are not wrapped.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
    }

    /// <summary>A secret of this data folder, made on its first start.</summary>
    private static string LookupKey(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "lookup.key");
        if (!File.Exists(path))
        {
            // Whole or not at all: half a key would be another key.
            var unfinished = path + ".new";
            File.WriteAllText(unfinished, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            File.Move(unfinished, path);
        }

        return File.ReadAllText(path);
    }
}
