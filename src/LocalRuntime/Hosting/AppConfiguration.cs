using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>
/// Lays out the app's configuration. Later wins: <c>Values</c> and <c>Host.CORS</c> of local.settings.json, environment variables, the command
/// line, and then what only the runtime knows (its storage, its addresses).
/// </summary>
internal static class AppConfiguration
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="LocalRuntimeStartException">local.settings.json is not JSON of the right shape.</exception>
    public static void AddTo(ConfigurationManager configuration, string[] args, LocalRuntimeSettings settings)
    {
        configuration.AddInMemoryCollection(LocalSettings(Path.Combine(settings.AppFolder, "local.settings.json")));
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
        configuration.AddInMemoryCollection(OfRuntime(settings));
    }

    private static Dictionary<string, string?> OfRuntime(LocalRuntimeSettings settings)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{settings.Port}");
        return new()
        {
            ["AzureWebJobsStorage"] = settings.Storage!.ConnectionString,
            ["LocalRuntime:BaseAddress"] = address,
            ["LocalRuntime:Oidc:Authority"] = $"{address}/local/oidc",
            ["LocalRuntime:Oidc:Audience"] = "inburgering-api",
            ["LocalRuntime:DataFolder"] = settings.DataFolder,
            ["LocalRuntime:Isolation"] = settings.Isolation,
        };
    }

    private static Dictionary<string, string?> LocalSettings(string file)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(file))
        {
            return values;
        }

        try
        {
            var settings = JsonNode.Parse(File.ReadAllText(file), documentOptions: Lenient);
            foreach (var (name, value) in settings?["Values"]?.AsObject() ?? [])
            {
                values[name.Replace("__", ":", StringComparison.Ordinal)] = value?.ToString();
            }

            if (settings?["Host"]?["CORS"] is { } origins)
            {
                values["Host:CORS"] = origins.ToString();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new LocalRuntimeStartException($"{file} can't be read: {exception.Message}");
        }

        return values;
    }
}
