using Azure.Core;

namespace Inburgering.Storage;

/// <summary>What a request asks of storage, in words that name nobody: neither keys nor a blob's name.</summary>
/// <param name="Name"><c>read</c>, <c>query</c>, <c>insert</c>, <c>upsert</c>, <c>update</c>, <c>delete</c>, <c>transaction</c>; of blobs <c>read</c>, <c>look</c>, <c>write</c>, <c>delete</c>; <c>create</c> of a table or container.</param>
/// <param name="Store">The table or container; empty for a transaction, whose request does not name it.</param>
internal readonly record struct StorageOperation(string Name, string Store)
{
    private const string Tables = "Tables";
    private const string Transaction = "$batch";

    /// <param name="request">A request of Azure.Data.Tables or Azure.Storage.Blobs.</param>
    /// <param name="prefix">What stands before the names of all tables and containers.</param>
    public static StorageOperation Of(Request request, string prefix)
    {
        var address = request.Uri.ToUri();
        var segments = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // By the address of a machine the account comes first, by a name of its own it is that name.
        var path = address.HostNameType is UriHostNameType.Dns && !address.IsLoopback ? segments : segments[Math.Min(1, segments.Length)..];
        var store = path.FirstOrDefault("").Split('(')[0];
        if (store == Transaction)
        {
            return new StorageOperation("transaction", "");
        }

        var isTable = request.Headers.TryGetValue("DataServiceVersion", out _);
        var name = isTable
            ? OfTable(request, store, hasKeys: path[0].Contains('\'', StringComparison.Ordinal) || path[0].Contains("%27", StringComparison.Ordinal))
            : OfBlob(request, isContainer: path.Length < 2);
        return new StorageOperation(name, store.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? store[prefix.Length..] : store);
    }

    private static string OfTable(Request request, string store, bool hasKeys)
    {
        var isGuarded = request.Headers.TryGetValue("If-Match", out _);
        return request.Method.Method switch
        {
            "GET" => hasKeys ? "read" : "query",
            "POST" => store == Tables ? "create" : "insert",
            "DELETE" => "delete",
            _ => isGuarded ? "update" : "upsert",
        };
    }

    private static string OfBlob(Request request, bool isContainer) => request.Method.Method switch
    {
        "GET" => isContainer ? "query" : "read",
        "HEAD" => "look",
        "PUT" => isContainer ? "create" : "write",
        "DELETE" => "delete",
        var other => other,
    };
}
