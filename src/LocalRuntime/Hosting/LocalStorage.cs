using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>The storage emulator that carries everything which must survive a restart, and the folder its data is in.</summary>
/// <param name="ConnectionString">An Azure Storage connection string for blobs and tables.</param>
/// <param name="DataFolder">The absolute path of the data folder (<c>INBURGERING_DATA</c>).</param>
internal sealed record LocalStorage(string ConnectionString, string DataFolder)
{
    public TableServiceClient Tables { get; private init; } = new(ConnectionString);

    public BlobServiceClient Blobs { get; private init; } = new(ConnectionString);

    /// <summary>The same storage, whose every request goes through <paramref name="policy"/>, tries counted one by one.</summary>
    public LocalStorage Through(HttpPipelinePolicy policy) => this with
    {
        Tables = new TableServiceClient(ConnectionString, With(new TableClientOptions(), policy)),
        Blobs = new BlobServiceClient(ConnectionString, With(new BlobClientOptions(), policy)),
    };

    private static T With<T>(T options, HttpPipelinePolicy policy)
        where T : ClientOptions
    {
        options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return options;
    }
}
