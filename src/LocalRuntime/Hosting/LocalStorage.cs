using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>The storage emulator that carries everything which must survive a restart, and the folder its data is in.</summary>
/// <param name="ConnectionString">An Azure Storage connection string for blobs and tables.</param>
/// <param name="DataFolder">The absolute path of the data folder (<c>INBURGERING_DATA</c>).</param>
internal sealed record LocalStorage(string ConnectionString, string DataFolder)
{
    public TableServiceClient Tables { get; } = new(ConnectionString);

    public BlobServiceClient Blobs { get; } = new(ConnectionString);
}
