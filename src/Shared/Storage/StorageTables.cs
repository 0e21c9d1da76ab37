using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Inburgering.Storage;

/// <summary>The tables and containers of the application's data.</summary>
public sealed class StorageTables
{
    /// <param name="tables">The account that holds the data.</param>
    /// <param name="blobs">The account that holds the documents.</param>
    /// <param name="prefix">Put before every table's and container's name, so that several copies can share an account; letters and digits.</param>
    public StorageTables(TableServiceClient tables, BlobServiceClient blobs, string prefix = "")
    {
        People = tables.GetTableClient(prefix + "people");
        Index = tables.GetTableClient(prefix + "index");
        Pending = tables.GetTableClient(prefix + "pending");
        Cases = tables.GetTableClient(prefix + "cases");
        Matches = tables.GetTableClient(prefix + "matches");
        Retention = tables.GetTableClient(prefix + "retention");
        Operations = tables.GetTableClient(prefix + "operations");
        Letters = blobs.GetBlobContainerClient(prefix.ToLowerInvariant() + "letters");
        Statistics = blobs.GetBlobContainerClient(prefix.ToLowerInvariant() + "statistics");
        Dossiers = blobs.GetBlobContainerClient(prefix.ToLowerInvariant() + "dossiers");
        Content = blobs.GetBlobContainerClient(prefix.ToLowerInvariant() + "content");
        Backups = blobs.GetBlobContainerClient(prefix.ToLowerInvariant() + "backups");
    }

    /// <summary>One partition a person.</summary>
    public TableClient People { get; }

    /// <summary>Look-ups by keyed hash.</summary>
    public TableClient Index { get; }

    /// <summary>Markers of persons with something left to do.</summary>
    public TableClient Pending { get; }

    /// <summary>The agencies' lists: places and person ids, made from the files.</summary>
    public TableClient Cases { get; }

    /// <summary>The agencies' matching queues: person ids and why, nothing else.</summary>
    public TableClient Matches { get; }

    /// <summary>Persons by the day on which something of theirs may fall due for erasure.</summary>
    public TableClient Retention { get; }

    /// <summary>What operators did.</summary>
    public TableClient Operations { get; }

    public BlobContainerClient Letters { get; }

    public BlobContainerClient Dossiers { get; }

    /// <summary>The published editions of the self-study package.</summary>
    public BlobContainerClient Content { get; }
    /// <summary>The tables as files, written by a command and not by the app.</summary>
    public BlobContainerClient Backups { get; }

    /// <summary>Aggregates without personal data.</summary>
    public BlobContainerClient Statistics { get; }

    /// <summary>Every table with its name without the prefix: what a backup holds.</summary>
    public IReadOnlyList<(string Name, TableClient Table)> Tables => [("people", People), ("index", Index), ("pending", Pending), ("cases", Cases), ("matches", Matches), ("retention", Retention), ("operations", Operations)];

    /// <summary>Creates what is missing. Repeating it changes nothing.</summary>
    public Task CreateAsync(CancellationToken cancellationToken) => Task.WhenAll(
        People.CreateIfNotExistsAsync(cancellationToken),
        Index.CreateIfNotExistsAsync(cancellationToken),
        Pending.CreateIfNotExistsAsync(cancellationToken),
        Cases.CreateIfNotExistsAsync(cancellationToken),
        Matches.CreateIfNotExistsAsync(cancellationToken),
        Retention.CreateIfNotExistsAsync(cancellationToken),
        Operations.CreateIfNotExistsAsync(cancellationToken),
        Letters.CreateIfNotExistsAsync(cancellationToken: cancellationToken),
        Statistics.CreateIfNotExistsAsync(cancellationToken: cancellationToken),
        Dossiers.CreateIfNotExistsAsync(cancellationToken: cancellationToken),
        Content.CreateIfNotExistsAsync(cancellationToken: cancellationToken));
}
