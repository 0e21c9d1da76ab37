using System.Net;
using Azure.Data.Tables;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;
using Inburgering.People;
using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.Fuzz;

/// <summary>What the app's storage holds, when nothing is under way.</summary>
internal sealed class StoredFiles
{
    private readonly IReadOnlyDictionary<string, HashSet<string>> rowsOf;

    private StoredFiles(IReadOnlyDictionary<string, HashSet<string>> rowsOf) => this.rowsOf = rowsOf;

    public int Count => rowsOf.Count;

    /// <summary>Reads every file and asserts that none is half-written: each can be read, nothing refers to one that is not there, nothing waits and nothing has failed.</summary>
    public static async Task<StoredFiles> CheckAsync(RunningApp app)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await app.Clock.SettleAsync();
        var (storage, store) = (app.Services.GetRequiredService<StorageTables>(), app.Services.GetRequiredService<PersonStore>());
        var rows = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        await foreach (var row in storage.People.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"], cancellationToken: cancellation))
        {
            rows.TryAdd(row.PartitionKey, new HashSet<string>(StringComparer.Ordinal));
            rows[row.PartitionKey].Add(row.RowKey);
        }

        foreach (var (personId, ofPerson) in rows)
        {
            Assert.NotNull(await store.FindAsync(personId, cancellation));
            Assert.Equal(ofPerson.Count(row => row.StartsWith("attempt:", StringComparison.Ordinal)), (await store.AttemptsAsync(personId, cancellation)).Count);
            Assert.NotEmpty(await store.AuditAsync(personId, cancellation));
            Assert.DoesNotContain(ofPerson, row => row.StartsWith("outbox:", StringComparison.Ordinal));
        }

        await foreach (var row in storage.Index.QueryAsync<TableEntity>(cancellationToken: cancellation))
        {
            Assert.True(row.GetString("PersonId") is not { } personId || rows.ContainsKey(personId), $"The look-up row {row.PartitionKey} {row.RowKey} leads to nobody.");
        }

        var orchestrations = (await app.Api.GetAsync("/local/orchestrations")).With(HttpStatusCode.OK).Items;
        Assert.All(orchestrations, instance => Assert.Contains(instance.Text("runtimeStatus"), new[] { "Running", "Completed", "Pending" }));
        return new StoredFiles(rows);
    }

    /// <summary>Whether any file says that it took the message.</summary>
    public bool HaveTaken(IndexKey message) => rowsOf.Values.Any(rows => rows.Contains("message:" + message.Hash));
}
