using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Obligations;
using Inburgering.Shared.Tests.TestData;
using Inburgering.Storage;
using Inburgering.Testing;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Storage;

public sealed class PersonStoreTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Now = InBrussels("2026-05-20");

    [Fact]
    public async Task A_change_is_written_whole()
    {
        var world = await World.CreateAsync(azurite);
        var message = world.Keys.Message("/test", "m1");
        var change = Change(New("p1"), "first");
        change.Write(AnAttempt());

        Assert.Equal(CommitResult.Committed, await CommitAsync(world, new StoredFile(New("p1"), null), change, message));

        var store = world.Get<PersonStore>();
        Assert.Equal("first", (await world.FileAsync("p1")).PartnerId);
        Assert.Equal(["happened"], (await store.AuditAsync("p1", CancellationToken.None)).Select(line => line.Action));
        Assert.Equal([1L], (await store.OutboxAsync("p1", CancellationToken.None)).Select(outgoing => outgoing.Sequence));
        Assert.Equal("a1", (await store.FindAttemptAsync("p1", "a1", CancellationToken.None))!.Attempt.AttemptId);
        Assert.True(await store.WasTakenAsync("p1", message, CancellationToken.None));
    }

    [Fact]
    public async Task A_change_of_a_file_that_changed_meanwhile_is_not_written_at_all()
    {
        var world = await World.CreateAsync(azurite);
        await CommitAsync(world, new StoredFile(New("p1"), null), Change(New("p1"), "first"));
        var store = world.Get<PersonStore>();
        var read = (await store.FindAsync("p1", CancellationToken.None))!;
        await CommitAsync(world, read, Change(read.File, "second"));
        var message = world.Keys.Message("/test", "m1");
        var late = Change(read.File, "late");
        late.Write(AnAttempt());

        Assert.Equal(CommitResult.Conflict, await CommitAsync(world, read, late, message));

        Assert.Equal("second", (await world.FileAsync("p1")).PartnerId);
        Assert.Equal(2, (await store.AuditAsync("p1", CancellationToken.None)).Count);
        Assert.Equal(2, (await store.OutboxAsync("p1", CancellationToken.None)).Count);
        Assert.Null(await store.FindAttemptAsync("p1", "a1", CancellationToken.None));
        Assert.False(await store.WasTakenAsync("p1", message, CancellationToken.None));
    }

    [Fact]
    public async Task Two_who_start_the_same_file_make_one()
    {
        var world = await World.CreateAsync(azurite);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            CommitAsync(world, new StoredFile(New("p1"), null), Change(New("p1"), number.ToString(CultureInfo.InvariantCulture)))));

        Assert.Single(results, CommitResult.Committed);
        Assert.Equal(7, results.Count(result => result == CommitResult.Conflict));
        Assert.Single(await world.Get<PersonStore>().AuditAsync("p1", CancellationToken.None));
    }

    [Fact]
    public async Task A_message_is_taken_once()
    {
        var world = await World.CreateAsync(azurite);
        var message = world.Keys.Message("/test", "m1");
        await CommitAsync(world, new StoredFile(New("p1"), null), Change(New("p1"), "first"), message);
        var read = (await world.Get<PersonStore>().FindAsync("p1", CancellationToken.None))!;

        Assert.Equal(CommitResult.Repeated, await CommitAsync(world, read, Change(read.File, "again"), message));
        Assert.Equal("first", (await world.FileAsync("p1")).PartnerId);
    }

    [Fact]
    public async Task A_message_of_the_same_id_from_another_sender_is_another_message()
    {
        var world = await World.CreateAsync(azurite);
        await CommitAsync(world, new StoredFile(New("p1"), null), Change(New("p1"), "first"), world.Keys.Message("/test", "m1"));
        var read = (await world.Get<PersonStore>().FindAsync("p1", CancellationToken.None))!;

        Assert.Equal(CommitResult.Committed, await CommitAsync(world, read, Change(read.File, "second"), world.Keys.Message("/other", "m1")));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(64_000)]
    [InlineData(100_000)]
    [InlineData(740_000)]
    public async Task A_file_larger_than_one_property_is_read_as_it_was_written(int length)
    {
        var world = await World.CreateAsync(azurite);
        var file = New("p1") with { PartnerId = string.Concat(Enumerable.Range(0, length).Select(number => (char)('a' + (number % 26)))) };

        await CommitAsync(world, new StoredFile(file, null), new FileChange(file, Now, Actor.System));

        Assert.Equal(file.PartnerId, (await world.FileAsync("p1")).PartnerId);
    }

    [Theory]
    [InlineData("😀")]
    [InlineData("Ş")]
    [InlineData("محمد")]
    public async Task Names_of_any_script_survive_wherever_the_row_is_cut(string name)
    {
        var world = await World.CreateAsync(azurite);
        var file = New("p1") with { DeclaredAs = Given.Person with { GivenNames = string.Concat(Enumerable.Repeat(name, 9_001)) } };

        await CommitAsync(world, new StoredFile(file, null), new FileChange(file, Now, Actor.System));

        Assert.Equal(file.DeclaredAs, (await world.FileAsync("p1")).DeclaredAs);
    }

    [Fact]
    public async Task A_file_larger_than_a_row_is_refused_and_nothing_is_written()
    {
        var world = await World.CreateAsync(azurite);
        var file = New("p1") with { PartnerId = new string('x', 750_001) };

        var exception = await Assert.ThrowsAsync<RowTooLargeException>(() => CommitAsync(world, new StoredFile(file, null), new FileChange(file, Now, Actor.System)));

        Assert.Contains("a row holds 750000", exception.Message, StringComparison.Ordinal);
        Assert.Null(await world.Get<PersonStore>().FindAsync("p1", CancellationToken.None));
    }

    [Fact]
    public async Task A_file_that_gets_smaller_leaves_nothing_of_the_larger_one()
    {
        var world = await World.CreateAsync(azurite);
        var large = New("p1") with { PartnerId = new string('x', 100_000) };
        await CommitAsync(world, new StoredFile(large, null), new FileChange(large, Now, Actor.System));
        var read = (await world.Get<PersonStore>().FindAsync("p1", CancellationToken.None))!;
        var change = new FileChange(read.File, Now, Actor.System);
        change.Update(file => file with { PartnerId = "small" });

        await CommitAsync(world, read, change);

        Assert.Equal("small", (await world.FileAsync("p1")).PartnerId);
    }

    [Fact]
    public async Task A_transaction_of_more_than_a_hundred_rows_is_refused_and_nothing_is_written()
    {
        var world = await World.CreateAsync(azurite);
        var change = new FileChange(New("p1"), Now, Actor.System);
        foreach (var number in Enumerable.Range(0, 100))
        {
            change.Record($"line{number}");
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => CommitAsync(world, new StoredFile(New("p1"), null), change));
        Assert.Null(await world.Get<PersonStore>().FindAsync("p1", CancellationToken.None));
    }

    [Fact]
    public async Task A_transaction_of_a_hundred_rows_is_written()
    {
        var world = await World.CreateAsync(azurite);
        var change = new FileChange(New("p1"), Now, Actor.System);
        foreach (var number in Enumerable.Range(0, 99))
        {
            change.Record($"line{number}");
        }

        Assert.Equal(CommitResult.Committed, await CommitAsync(world, new StoredFile(New("p1"), null), change));
        Assert.Equal(Enumerable.Range(0, 99).Select(number => $"line{number}"), (await world.Get<PersonStore>().AuditAsync("p1", CancellationToken.None)).Select(line => line.Action));
    }

    [Fact]
    public async Task A_transaction_of_more_than_four_mebibytes_is_refused()
    {
        var world = await World.CreateAsync(azurite);
        var change = new FileChange(New("p1"), Now, Actor.System);
        foreach (var _ in Enumerable.Range(0, 6))
        {
            change.Record("large", new string('x', 740_000));
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => CommitAsync(world, new StoredFile(New("p1"), null), change));
        Assert.Empty(await world.Get<PersonStore>().AuditAsync("p1", CancellationToken.None));
    }

    [Fact]
    public async Task A_transaction_writes_to_one_partition_only()
    {
        var world = await World.CreateAsync(azurite);
        var transaction = new PersonTransaction(world.Storage.People, "p1");

        Assert.Throws<InvalidOperationException>(() => transaction.Add(new TableEntity("p2", "file")));
    }

    [Theory]
    [MemberData(nameof(Obligations))]
    public async Task Every_state_of_an_obligation_is_read_as_it_was_written(Obligation obligation)
    {
        var world = await World.CreateAsync(azurite);
        var file = New("p1") with { Obligation = obligation };

        await CommitAsync(world, new StoredFile(file, null), new FileChange(file, Now, Actor.System));

        var read = (await world.FileAsync("p1")).Obligation;
        Assert.IsType(obligation.GetType(), read);
        Assert.Equal(RowCodec.ToJson(obligation).GetRawText(), RowCodec.ToJson(read).GetRawText());
    }

    public static TheoryData<Obligation> Obligations() =>
    [
        new NoObligation(), Lives.OnItsWay, Lives.TermRuns.At(InBrussels("2026-10-13")), Lives.DeadlineMissed, Lives.Confirmed, Lives.InTime, Lives.TooLate, Lives.FellAway,
    ];

    [Fact]
    public async Task Answers_saved_over_newer_ones_are_refused()
    {
        var world = await World.CreateAsync(azurite);
        var change = new FileChange(New("p1"), Now, Actor.System);
        change.Write(AnAttempt());
        await CommitAsync(world, new StoredFile(New("p1"), null), change);
        var store = world.Get<PersonStore>();
        var read = (await store.FindAttemptAsync("p1", "a1", CancellationToken.None))!;

        Assert.Equal(CommitResult.Committed, await store.SaveAttemptAsync("p1", read, Answered(read.Attempt, "r"), CancellationToken.None));
        Assert.Equal(CommitResult.Conflict, await store.SaveAttemptAsync("p1", read, Answered(read.Attempt, "w1"), CancellationToken.None));
        Assert.Equal(["r"], (await store.AttemptsAsync("p1", CancellationToken.None)).Single().Answers["t0-q0"]);
    }

    [Theory]
    [InlineData("a1' or RowKey ne '")]
    [InlineData("../file")]
    [InlineData("")]
    [InlineData("a2")]
    public async Task An_attempt_id_that_is_none_finds_nothing(string attemptId)
    {
        var world = await World.CreateAsync(azurite);
        var change = new FileChange(New("p1"), Now, Actor.System);
        change.Write(AnAttempt());
        await CommitAsync(world, new StoredFile(New("p1"), null), change);

        Assert.Null(await world.Get<PersonStore>().FindAttemptAsync("p1", attemptId, CancellationToken.None));
    }

    [Fact]
    public async Task Outbox_rows_that_another_worker_removed_do_not_keep_the_others()
    {
        var world = await World.CreateAsync(azurite);
        var change = new FileChange(New("p1"), Now, Actor.System);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            change.Publish("letter.requested", new JsonObject());
        }

        await CommitAsync(world, new StoredFile(New("p1"), null), change);
        var store = world.Get<PersonStore>();
        var sent = await store.OutboxAsync("p1", CancellationToken.None);
        await store.MoveToSentAsync("p1", [sent[0]], CancellationToken.None);

        await store.MoveToSentAsync("p1", sent, CancellationToken.None);

        Assert.Empty(await store.OutboxAsync("p1", CancellationToken.None));
        Assert.Equal([1, 2, 3], (await store.SentAsync("p1", CancellationToken.None)).Select(message => message.Sequence));
    }

    [Fact]
    public async Task Events_leave_in_the_order_of_their_numbers_past_ten()
    {
        var world = await World.CreateAsync(azurite);
        var change = new FileChange(New("p1"), Now, Actor.System);
        foreach (var _ in Enumerable.Range(0, 12))
        {
            change.Publish("letter.requested", new JsonObject());
        }

        await CommitAsync(world, new StoredFile(New("p1"), null), change);

        Assert.Equal(Enumerable.Range(1, 12).Select(number => (long)number), (await world.Get<PersonStore>().OutboxAsync("p1", CancellationToken.None)).Select(message => message.Sequence));
    }

    private static PersonFile New(string personId) => new() { PersonId = personId };

    private static Attempt AnAttempt() => TestRules.Draw(Testing.Banks.Module(1, 1), "a1", "nl", TestPolicy.Current, Now);

    private static Attempt Answered(Attempt attempt, string option) => attempt.Answering([KeyValuePair.Create("t0-q0", ImmutableSortedSet.Create(option))]);

    private static FileChange Change(PersonFile file, string partnerId)
    {
        var change = new FileChange(file, Now, Actor.System);
        change.Update(before => before with { PartnerId = partnerId });
        change.Record("happened");
        change.Publish("letter.requested", new JsonObject { ["letterId"] = "p1-1" });
        return change;
    }

    private static Task<CommitResult> CommitAsync(World world, StoredFile stored, FileChange change, IndexKey? message = null) =>
        world.Get<PersonStore>().CommitAsync(stored, change, message, [], CancellationToken.None);
}
