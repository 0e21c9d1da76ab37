using System.Collections.Concurrent;
using NJsonSchema;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>contracts/schemas: one JSON Schema a message type.</summary>
internal static class MessageSchemas
{
    private const string Ending = ".schema.json";

    private static readonly string Folder = Path.Combine(Repository.Contracts, "schemas");
    private static readonly ConcurrentDictionary<string, Lazy<Task<JsonSchema>>> Read = new();

    public static IReadOnlyList<string> Types { get; } =
        [.. Directory.EnumerateFiles(Folder, "*" + Ending).Select(file => Path.GetFileName(file)[..^Ending.Length]).Order(StringComparer.Ordinal)];

    /// <summary>Validates a message by the schema of its type.</summary>
    /// <returns>What is wrong with it.</returns>
    public static async Task<IReadOnlyList<string>> ErrorsAsync(string type, string json)
    {
        var schema = await Read.GetOrAdd(type, key => new(() => JsonSchema.FromFileAsync(Path.Combine(Folder, key + Ending)))).Value;
        return [.. schema.Validate(json).Select(error => error.ToString())];
    }
}
