using System.Text.Json;
using System.Text.Json.Nodes;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>What the engine heeds of <c>extensions.durableTask</c> in <c>host.json</c>.</summary>
/// <param name="DefaultVersion">The version that new orchestrations get.</param>
/// <param name="MaxActivities">How many activities run at once; ten for each core by default, as on the host.</param>
/// <param name="MaxSteps">How many instances take a step at once; likewise.</param>
internal sealed record DurableOptions(string DefaultVersion, int MaxActivities, int MaxSteps)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static DurableOptions Default { get; } = new("", 10 * Environment.ProcessorCount, 10 * Environment.ProcessorCount);

    /// <exception cref="LocalRuntimeStartException">The file is not JSON of the right shape.</exception>
    public static DurableOptions Read(string appFolder)
    {
        var file = Path.Combine(appFolder, "host.json");
        if (!File.Exists(file))
        {
            return Default;
        }

        try
        {
            var given = JsonNode.Parse(File.ReadAllText(file), documentOptions: Lenient)?["extensions"]?["durableTask"];
            return new DurableOptions(
                given?["defaultVersion"]?.GetValue<string>() ?? Default.DefaultVersion,
                AtLeastOne(given?["maxConcurrentActivityFunctions"]) ?? Default.MaxActivities,
                AtLeastOne(given?["maxConcurrentOrchestratorFunctions"]) ?? Default.MaxSteps);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new LocalRuntimeStartException($"{file} can't be read: {exception.Message}");
        }
    }

    private static int? AtLeastOne(JsonNode? node) => node?.GetValue<int>() switch
    {
        null => null,
        >= 1 and var number => number,
        var number => throw new FormatException($"{node.GetPath()} is {number}, and must be 1 or more."),
    };
}
