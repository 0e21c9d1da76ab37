using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>What the runtime heeds of <c>host.json</c>.</summary>
/// <param name="RoutePrefix">What stands before every HTTP function's route, without slashes; empty for nothing.</param>
internal sealed record HostFile(string RoutePrefix)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads <c>host.json</c> in the app's folder; without one the host's defaults hold.</summary>
    /// <exception cref="LocalRuntimeStartException">The file is not JSON of the right shape.</exception>
    public static HostFile Read(string appFolder)
    {
        var file = Path.Combine(appFolder, "host.json");
        var prefix = "api";
        if (File.Exists(file))
        {
            try
            {
                prefix = JsonNode.Parse(File.ReadAllText(file), documentOptions: Lenient)?["extensions"]?["http"]?["routePrefix"]?.GetValue<string>() ?? prefix;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                throw new LocalRuntimeStartException($"{file} can't be read: {exception.Message}");
            }
        }

        return new HostFile(prefix.Trim('/'));
    }
}
