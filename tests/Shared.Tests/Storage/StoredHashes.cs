using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Inburgering.Storage;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>A hash somewhere in the tables.</summary>
/// <param name="Place">Table, kind of row, and the property it stands in.</param>
/// <param name="Kind">Of a key of a row: what kind of key it is.</param>
internal sealed record StoredHash(string Place, string Hash, string? Kind);

/// <summary>Every text of the form of a hash in every table: in keys of rows, in properties, and in sealed content whatever its type.</summary>
internal static partial class StoredHashes
{
    public static async Task<IReadOnlyList<StoredHash>> FindAsync(World world)
    {
        var found = new List<StoredHash>();
        foreach (var (name, table) in world.Storage.Tables)
        {
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
            {
                // index: kind-ab / hash[-personId]; people: kind:hash
                var kind = name == "index" ? row.PartitionKey.Split('-')[0] : row.RowKey.Split(':')[0];
                found.AddRange(In($"{name} {kind}", row.RowKey).Select(hash => hash with { Kind = kind }));
                found.AddRange(In($"{name} {kind}", row.PartitionKey));
                foreach (var (property, value) in row.Where(property => property.Key is not ("PartitionKey" or "RowKey" or "UnderKey")))
                {
                    found.AddRange(In($"{name} {property}", value as string ?? string.Empty));
                }

                if (RowCodec.IsSealed(row))
                {
                    found.AddRange(In($"{name} {kind}", world.Get<RowCodec>().Decode<JsonElement>(row), string.Empty));
                }
            }
        }

        return found;
    }

    private static IEnumerable<StoredHash> In(string place, JsonElement json, string property) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(each => In($"{place} name", each.Name).Concat(In(place, each.Value, each.Name))),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(each => In(place, each, property)),
        JsonValueKind.String => In($"{place} {property}", json.GetString()!),
        _ => [],
    };

    private static IEnumerable<StoredHash> In(string place, string text) => Hash().Matches(text).Select(match => new StoredHash(place, match.Value, null));

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
