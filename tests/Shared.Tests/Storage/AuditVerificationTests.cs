using Azure;
using Azure.Data.Tables;
using Inburgering.People;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>Audit trails verified where they are stored, after somebody was at the table.</summary>
public sealed class AuditVerificationTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_trails_are_found_whole()
    {
        var world = await PeopleAsync();

        var findings = await VerifyAsync(world);

        Assert.Equal(["p1", "p2"], findings.Select(finding => finding.PersonId));
        Assert.All(findings, finding => Assert.Equal((4L, 0), (finding.Lines, finding.Faults.Count)));
    }

    [Fact]
    public async Task A_look_that_comes_between_is_no_fault()
    {
        var world = await PeopleAsync();
        var looks = LookAsync(world, 10);

        Assert.Empty((await world.Get<AuditVerification>().OneAsync("p1", Cancel)).Faults);
        await looks;
        Assert.Equal(14, (await world.Get<AuditVerification>().OneAsync("p1", Cancel)).Lines);
    }

    [Fact]
    public async Task An_altered_row_is_found()
    {
        var world = await PeopleAsync();
        var row = await RowAsync(world, "p1", 2);
        var bytes = row.GetBinary("Sealed0");
        bytes[40] ^= 1;
        row["Sealed0"] = bytes;
        await world.Storage.People.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Cancel);

        Assert.Equal(2, (await OnlyFaultAsync(world)).Number);
    }

    [Fact]
    public async Task A_row_altered_with_the_keys_is_found()
    {
        var world = await PeopleAsync();
        var line = (await world.Get<PersonStore>().AuditAsync("p1", Cancel))[1];
        await world.Storage.People.UpdateEntityAsync(
            world.Get<RowCodec>().Encode("p1", "audit:0000000002", line with { Actor = Actor.CaseOfficer("somebody else") }), ETag.All, TableUpdateMode.Replace, Cancel);

        Assert.Equal(3, (await OnlyFaultAsync(world)).Number);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_row_that_was_removed_is_found_also_at_the_end(int number)
    {
        var world = await PeopleAsync();
        await world.Storage.People.DeleteEntityAsync("p1", Key(number), ETag.All, Cancel);

        Assert.Equal(new AuditFault(number, "is missing"), await OnlyFaultAsync(world));
    }

    [Fact]
    public async Task Rows_that_changed_places_are_found()
    {
        var world = await PeopleAsync();
        var (second, third) = (await RowAsync(world, "p1", 2), await RowAsync(world, "p1", 3));
        (second.RowKey, third.RowKey) = (third.RowKey, second.RowKey);
        await world.Storage.People.UpdateEntityAsync(second, ETag.All, TableUpdateMode.Replace, Cancel);
        await world.Storage.People.UpdateEntityAsync(third, ETag.All, TableUpdateMode.Replace, Cancel);

        Assert.Equal([2L, 3L], (await FaultsAsync(world)).Select(fault => fault.Number));
    }

    [Fact]
    public async Task A_row_of_somebody_else_is_found()
    {
        var world = await PeopleAsync();
        var other = await RowAsync(world, "p2", 2);
        other.PartitionKey = "p1";
        await world.Storage.People.UpdateEntityAsync(other, ETag.All, TableUpdateMode.Replace, Cancel);

        Assert.Equal(2, (await OnlyFaultAsync(world)).Number);
    }

    [Fact]
    public async Task A_file_that_was_put_back_is_found_by_the_lines_it_does_not_know()
    {
        var world = await PeopleAsync();
        var old = (await world.Storage.People.GetEntityAsync<TableEntity>("p1", "file", cancellationToken: Cancel)).Value;
        await LookAsync(world, 1);
        await world.Storage.People.UpdateEntityAsync(old, ETag.All, TableUpdateMode.Replace, Cancel);

        Assert.Equal(5, (await OnlyFaultAsync(world)).Number);
    }

    [Fact]
    public async Task A_trail_that_was_removed_whole_is_found_line_by_line()
    {
        var world = await PeopleAsync();
        foreach (var number in Enumerable.Range(1, 4))
        {
            await world.Storage.People.DeleteEntityAsync("p1", Key(number), ETag.All, Cancel);
        }

        Assert.Equal([1L, 2L, 3L, 4L], (await FaultsAsync(world)).Select(fault => fault.Number));
    }

    [Fact]
    public async Task A_file_that_was_removed_is_found_by_the_trail_it_left()
    {
        var world = await PeopleAsync();
        await world.Storage.People.DeleteEntityAsync("p1", "file", ETag.All, Cancel);

        Assert.Equal("the file is missing", (await OnlyFaultAsync(world)).What);
    }

    [Fact]
    public async Task A_person_of_whom_everything_was_removed_is_found_by_the_look_up_rows_that_stayed()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(new Somebody(1)), Incoming.Granted(new Somebody(2)));
        var (removed, other) = (await world.HolderAsync(new Somebody(1).PermitNumber), await world.HolderAsync(new Somebody(2).PermitNumber));
        await foreach (var row in world.Storage.People.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {removed}"), cancellationToken: Cancel))
        {
            await world.Storage.People.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, Cancel);
        }

        // A message may be under way that is about to write the file.
        Assert.Equal([other], (await VerifyAsync(world)).Select(finding => finding.PersonId));

        // The emulator's clock and ours are one.
        var findings = await VerifyAsync(world, TimeSpan.FromMinutes(-1));
        Assert.Equal((removed, "file and trail are missing, and yet the person can be looked up"), (findings[^1].PersonId, Assert.Single(findings[^1].Faults).What));
        Assert.Empty(Assert.Single(findings, finding => finding.PersonId == other).Faults);
    }

    private static string Key(int number) => $"audit:{number:D10}";

    private static async Task<TableEntity> RowAsync(World world, string personId, int number) =>
        (await world.Storage.People.GetEntityAsync<TableEntity>(personId, Key(number), cancellationToken: Cancel)).Value;

    /// <summary>Two persons, with a trail of four lines each.</summary>
    private async Task<World> PeopleAsync()
    {
        var world = await World.CreateAsync(azurite);
        foreach (var personId in new[] { "p1", "p2" })
        {
            var file = new PersonFile { PersonId = personId };
            var change = new FileChange(file, InBrussels("2026-05-20"), Actor.System);
            foreach (var number in Enumerable.Range(1, 4))
            {
                change.Record($"act{number}");
            }

            Assert.Equal(CommitResult.Committed, await world.Get<PersonStore>().CommitAsync(new StoredFile(file, null), change, null, [], Cancel));
        }

        return world;
    }

    private static async Task LookAsync(World world, int times)
    {
        for (var time = 0; time < times; time++)
        {
            var read = (await world.Get<PersonStore>().FindAsync("p1", Cancel))!;
            var change = new FileChange(read.File, InBrussels("2026-05-21"), Actor.CaseOfficer("officer"));
            change.Record("caseViewed");
            await world.Get<PersonStore>().CommitAsync(read, change, null, [], Cancel);
        }
    }

    private static async Task<List<AuditFinding>> VerifyAsync(World world, TimeSpan? underWay = null)
    {
        var findings = new List<AuditFinding>();
        await foreach (var finding in world.Get<AuditVerification>().AllAsync(DateTimeOffset.UtcNow - (underWay ?? TimeSpan.FromHours(1)), Cancel))
        {
            findings.Add(finding);
        }

        return findings;
    }

    private static async Task<IReadOnlyList<AuditFault>> FaultsAsync(World world)
    {
        var findings = await VerifyAsync(world);
        Assert.All(findings.Where(finding => finding.PersonId != "p1"), finding => Assert.Empty(finding.Faults));
        return findings.Single(finding => finding.PersonId == "p1").Faults;
    }

    private static async Task<AuditFault> OnlyFaultAsync(World world) => Assert.Single(await FaultsAsync(world));
}
