using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>Everything is lost, and comes back as it was.</summary>
public sealed class BackupTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly DateTimeOffset Now = InBrussels("2026-03-02");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("inburgering-backup-");

    private string Place => Path.Combine(folder.FullName, "backup");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_lost_comes_back_row_by_row()
    {
        var world = await InhabitedAsync(people: 130);
        var before = await EverythingAsync(world.Storage);
        var manifest = await new TableBackup(world.Storage, world.Clock).ExportAsync(Place, _ => { }, CancellationToken.None);

        // Other tables: everything of the first is gone for whoever restores.
        var other = await World.CreateAsync(azurite, Now);
        Assert.Empty(await EverythingAsync(other.Storage));
        var (rows, marked) = await Restore(other).ImportAsync(Place, resume: false, _ => { }, CancellationToken.None);

        Assert.Equal(before, await EverythingAsync(other.Storage));
        Assert.Equal((before.Count, 0), (rows, marked));
        Assert.Equal(before.Count, manifest.Files.Where(file => !file.IsLater).Sum(file => file.Rows));
        await foreach (var finding in other.Get<AuditVerification>().AllAsync(DateTimeOffset.UtcNow.AddHours(-1), CancellationToken.None))
        {
            Assert.Empty(finding.Faults);
        }

        Assert.Equal("p7", (await other.Get<PersonStore>().FindAsync("p7", CancellationToken.None))!.File.PersonId);
    }

    [Fact]
    public async Task An_open_matter_is_marked_to_be_planned_again()
    {
        var world = await World.CreateAsync(azurite, Now);
        var open = new PersonFile { PersonId = "open", Obligation = new LetterPending(new DateOnly(2026, 3, 2), "2026-1", "open-1") };
        await CommitAsync(world, open);
        await CommitAsync(world, new PersonFile { PersonId = "closed" });
        await new TableBackup(world.Storage, world.Clock).ExportAsync(Place, _ => { }, CancellationToken.None);
        var other = await World.CreateAsync(azurite, Now);

        var (_, marked) = await Restore(other).ImportAsync(Place, resume: false, _ => { }, CancellationToken.None);

        Assert.Equal(1, marked);
        Assert.NotNull(await other.Get<PendingMarkers>().FindAsync(PendingWork.Plan, "open", CancellationToken.None));
        Assert.Null(await other.Get<PendingMarkers>().FindAsync(PendingWork.Plan, "closed", CancellationToken.None));
    }

    [Fact]
    public async Task What_changed_during_the_backup_is_in_it_whole()
    {
        var world = await InhabitedAsync(people: 3);
        var store = world.Get<PersonStore>();

        // Between the first pass over people and the second.
        var isFirst = true;
        await new TableBackup(world.Storage, world.Clock).ExportAsync(
            Place,
            _ =>
            {
                if (isFirst)
                {
                    isFirst = false;
                    CommitAsync(world, store.FindAsync("p1", CancellationToken.None).GetAwaiter().GetResult()!).GetAwaiter().GetResult();
                }
            },
            CancellationToken.None);
        var other = await World.CreateAsync(azurite, Now);
        await Restore(other).ImportAsync(Place, resume: false, _ => { }, CancellationToken.None);

        Assert.Equal(2, (await other.Get<PersonStore>().FindAsync("p1", CancellationToken.None))!.File.LastAudit);
        Assert.Empty((await other.Get<AuditVerification>().OneAsync("p1", CancellationToken.None)).Faults);
    }

    [Fact]
    public async Task A_restore_refuses_tables_that_hold_something_unless_it_goes_on_with_one()
    {
        var world = await InhabitedAsync(people: 2);
        await new TableBackup(world.Storage, world.Clock).ExportAsync(Place, _ => { }, CancellationToken.None);
        var before = await EverythingAsync(world.Storage);

        var refused = await Assert.ThrowsAsync<BackupException>(() => Restore(world).ImportAsync(Place, resume: false, _ => { }, CancellationToken.None));
        Assert.Contains("not empty", refused.Message, StringComparison.Ordinal);

        await Restore(world).ImportAsync(Place, resume: true, _ => { }, CancellationToken.None);
        Assert.Equal(before, await EverythingAsync(world.Storage));
    }

    [Fact]
    public async Task A_backup_that_was_cut_or_changed_is_refused()
    {
        var world = await InhabitedAsync(people: 2);
        await new TableBackup(world.Storage, world.Clock).ExportAsync(Place, _ => { }, CancellationToken.None);
        var other = await World.CreateAsync(azurite, Now);
        await using (var file = File.OpenWrite(Path.Combine(Place, "people.jsonl.gz")))
        {
            file.SetLength(file.Length - 1);
        }

        var changed = await Assert.ThrowsAsync<BackupException>(() => Restore(other).ImportAsync(Place, resume: false, _ => { }, CancellationToken.None));
        Assert.Contains("people.jsonl.gz", changed.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Place, BackupManifest.FileName));
        var cut = await Assert.ThrowsAsync<BackupException>(() => Restore(other).ImportAsync(Place, resume: false, _ => { }, CancellationToken.None));
        Assert.Contains(BackupManifest.FileName, cut.Message, StringComparison.Ordinal);
        Assert.Empty(await EverythingAsync(other.Storage));
    }

    [Fact]
    public async Task A_backup_is_sealed()
    {
        var world = await InhabitedAsync(people: 1);
        await new TableBackup(world.Storage, world.Clock).ExportAsync(Place, _ => { }, CancellationToken.None);

        await using var packed = new System.IO.Compression.GZipStream(File.OpenRead(Path.Combine(Place, "people.jsonl.gz")), System.IO.Compression.CompressionMode.Decompress);
        var text = await new StreamReader(packed).ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Ayşe", text, StringComparison.Ordinal);
        Assert.Contains("\"p0\"", text, StringComparison.Ordinal);
    }

    private static TableRestore Restore(World world) => new(world.Storage, world.Get<PersonStore>(), world.Get<PendingMarkers>());

    private async Task<World> InhabitedAsync(int people)
    {
        var world = await World.CreateAsync(azurite, Now);
        foreach (var number in Enumerable.Range(0, people))
        {
            await CommitAsync(world, new PersonFile { PersonId = $"p{number}" });
            await world.Get<PersonIndex>().ClaimAsync(world.Keys.Permit($"W-{number}"), $"p{number}", CancellationToken.None);
        }

        await world.Get<PendingMarkers>().MarkAsync(PendingWork.Outbox, "p0", CancellationToken.None);
        return world;
    }

    private static Task CommitAsync(World world, PersonFile file) => CommitAsync(world, new StoredFile(file, null));

    private static async Task CommitAsync(World world, StoredFile stored)
    {
        var change = new FileChange(stored.File, Now, Actor.System);
        change.Record("noted", "Ayşe");
        change.Publish("letter.requested", new JsonObject { ["name"] = "Ayşe" });
        Assert.Equal(CommitResult.Committed, await world.Get<PersonStore>().CommitAsync(stored, change, null, [], CancellationToken.None));
    }

    /// <summary>Every value of every row of every table, without what the storage adds.</summary>
    private static async Task<SortedSet<string>> EverythingAsync(StorageTables storage)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, table) in storage.Tables)
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                var values = row.Where(value => value.Key is not ("odata.etag" or "Timestamp")).OrderBy(value => value.Key, StringComparer.Ordinal)
                    .Select(value => $"{value.Key}:{value.Value!.GetType().Name}={(value.Value is byte[] bytes ? Convert.ToBase64String(bytes) : FormattableString.Invariant($"{value.Value}"))}");
                found.Add($"{name} {string.Join(' ', values)}");
            }
        }

        return found;
    }
}
