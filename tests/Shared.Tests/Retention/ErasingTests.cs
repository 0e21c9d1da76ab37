using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Inburgering.Accounts;
using Inburgering.Cases;
using Inburgering.Certificates;
using Inburgering.People;
using Inburgering.Retention;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Retention;

public sealed class ErasingTests(AzuriteFixture azurite)
{
    private static readonly Somebody Holder = new(1);
    private static readonly Somebody Partner = new(2, BirthDate: "1990-11-02", GivenNames: "Deniz");
    private static readonly string[] Kept = ["message", "partnerMessage", "verificationCode", "keys"];

    [Fact]
    public async Task Who_never_arrived_is_erased_when_24_months_are_over_and_not_before()
    {
        var (world, personId) = await LearnedAbroadAsync();
        var code = (await world.FileAsync(personId)).Certificate!.VerificationCode;
        var trail = (await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None)).Count;

        world.Clock.MoveTo(InBrussels("2028-03-01"));
        Assert.DoesNotContain(await EraseAsync(world), erasure => erasure.Due.Step == RetentionStep.Person);
        Assert.NotNull(await FindAsync(world, personId));

        world.Clock.MoveTo(InBrussels("2028-03-02"));
        var planned = await PlannedAsync(world, "2028-03-02");
        Assert.Equal([(personId, RetentionStep.Person, RetentionReason.NeverArrived)], planned.Select(erasure => (erasure.PersonId, erasure.Due.Step, erasure.Due.Reason)));
        Assert.Equal(planned, await EraseAsync(world));

        // Nothing is left of the person but proof, trail and which messages were taken.
        Assert.Null(await FindAsync(world, personId));
        Assert.Equal(code, (await world.Get<CertificateVerification>().FindAsync(code, CancellationToken.None))!.Value.Certificate.VerificationCode);
        Assert.Equal(trail + 2, (await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None)).Count);
        Assert.Empty((await world.Get<AuditVerification>().OneAsync(personId, CancellationToken.None)).Faults);
        Assert.Empty(await LeadingToAsync(world, personId));
        Assert.Empty(await BlobsAsync(world.Storage.Letters));
        Assert.Equal(["audit", "file", "message"], await KindsOfRowsAsync(world, personId));
        var kept = (await world.Get<PersonStore>().FindKeptAsync(personId, CancellationToken.None))!.File;
        Assert.DoesNotContain("Yılmaz", RowCodec.ToJson(kept with { Certificate = null }).GetRawText(), StringComparison.Ordinal);

        // A second run has nothing to do.
        Assert.Empty(await EraseAsync(world));
        Assert.Empty(await PlannedAsync(world, "2028-03-02"));
    }

    [Fact]
    public async Task A_person_who_comes_back_is_a_new_person_and_a_message_of_then_that_comes_again_changes_nothing()
    {
        var (world, personId) = await LearnedAbroadAsync();
        world.Clock.MoveTo(InBrussels("2028-03-02"));
        await EraseAsync(world);

        await world.TakeAllAsync(Incoming.Granted(Holder));
        Assert.Empty(await LeadingToAsync(world, personId));
        Assert.Null(await world.FindAsync(world.Keys.Permit(Holder.PermitNumber)));

        await world.TakeAllAsync(Incoming.Registered(Holder, permitNumber: Holder.PermitNumber, withPassport: true));
        var anew = await world.RegisteredAsync(Holder.NationalNumber);
        Assert.NotEqual(personId, anew);
        Assert.Null((await world.FileAsync(anew)).Certificate);
        await world.SettleAsync();
    }

    [Fact]
    public async Task The_account_of_an_erased_person_stands_for_nobody_and_may_stand_for_a_new_one()
    {
        var (world, _) = await LearnedAbroadAsync(bind: true);
        Assert.NotNull(await world.Get<AccountActivation>().PersonIdAsync("issuer", "ayse", CancellationToken.None));
        world.Clock.MoveTo(InBrussels("2028-03-02"));
        await EraseAsync(world);

        Assert.False(await world.Get<AccountActivation>().StillStandsAsync("issuer", "ayse", CancellationToken.None));
        await world.TakeAllAsync(Incoming.Granted(Holder, version: 2));
        await world.SettleAsync();
        Assert.NotNull((await ActivateAsync(world, Holder)).Value);
        Assert.Equal(await world.HolderAsync(Holder.PermitNumber), await world.Get<AccountActivation>().PersonIdAsync("issuer", "ayse", CancellationToken.None));
    }

    [Fact]
    public async Task Who_arrived_in_time_stays_and_is_filed_anew()
    {
        var (world, personId) = await LearnedAbroadAsync();
        await world.TakeAllAsync(Incoming.Registered(Holder, permitNumber: Holder.PermitNumber));
        await world.SettleAsync();

        world.Clock.MoveTo(InBrussels("2028-03-02"));
        Assert.All(await EraseAsync(world), erasure => Assert.Equal(RetentionStep.AttemptDetail, erasure.Due.Step));

        var file = await world.FileAsync(personId);
        Assert.True(file.Retention.ReviewOn > Day("2036-01-01"));
        Assert.NotNull(file.Certificate);
        Assert.Empty(await world.Get<PersonStore>().AttemptsAsync(personId, CancellationToken.None));
        Assert.All(file.Modules.Values, progress => Assert.NotNull(progress.PassedOn));
        Assert.Equal(file.Retention.ReviewOn, Assert.Single(await DueAsync(world)).On);
    }

    [Fact]
    public async Task A_couple_leaves_no_row_behind_whoever_goes_first()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Holder, Partner), Incoming.Registered(Partner, "92094", "family", Holder.PermitNumber, household: [Holder]));
        await world.SettleAsync();
        var (holderId, partnerId) = (await world.HolderAsync(Holder.PermitNumber), await world.RegisteredAsync(Partner.NationalNumber));

        // The partner lives in Wallonia, the holder never came.
        world.Clock.MoveTo(InBrussels("2026-07-01"));
        await EraseAsync(world);
        Assert.Null(await FindAsync(world, partnerId));
        Assert.NotNull(await FindAsync(world, holderId));
        Assert.Empty(await LeadingToAsync(world, partnerId));

        world.Clock.MoveTo(InBrussels("2028-03-02"));
        await EraseAsync(world);
        Assert.Empty(await LeadingToAsync(world, holderId));
    }

    [Fact]
    public async Task A_household_that_was_named_once_leaves_no_row_behind()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(
            Incoming.Registered(Holder, "92094", household: [Partner, new(3)]),
            Incoming.Registered(Holder, "92094", household: [new(4)], version: 3),
            Incoming.Registered(Holder, "92094", household: [new(5)], version: 2));
        await world.SettleAsync();
        var personId = await world.RegisteredAsync(Holder.NationalNumber);

        world.Clock.MoveTo(InBrussels("2026-07-01"));
        await EraseAsync(world);

        Assert.Empty(await LeadingToAsync(world, personId));
    }

    [Fact]
    public async Task Ten_years_after_the_last_act_nothing_is_left_at_all()
    {
        var (world, personId) = await LearnedAbroadAsync(bind: true);
        world.Clock.MoveTo(InBrussels("2028-03-02"));
        await EraseAsync(world);

        world.Clock.MoveTo(InBrussels("2036-03-02"));
        Assert.Equal([RetentionStep.Proof, RetentionStep.Trail], (await EraseAsync(world)).Select(erasure => erasure.Due.Step));

        Assert.Null(await world.Get<PersonStore>().FindKeptAsync(personId, CancellationToken.None));
        Assert.Empty(await KindsOfRowsAsync(world, personId));
        Assert.Empty(await DueAsync(world));
        await foreach (var row in world.Storage.Index.QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.NotEqual(personId, row.GetString("PersonId"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_at_any_request_is_finished_by_the_next_run(bool tookEffect)
    {
        for (var number = 1; number < 400; number += 7)
        {
            var (world, personId) = await LearnedAbroadAsync(bind: true, passes: false);
            world.Clock.MoveTo(InBrussels("2028-03-02"));
            var requests = StorageRequests.CrashingAt(number, tookEffect);
            await StorageRequests.UntilCrashAsync(() => EraseAsync(world.Another(requests)));
            var crashed = requests.Sent >= number;

            await EraseAsync(world.Another());
            Assert.Null(await FindAsync(world, personId));
            Assert.Empty(await LeadingToAsync(world, personId));
            Assert.Empty(await BlobsAsync(world.Storage.Letters));
            Assert.Empty((await world.Get<AuditVerification>().OneAsync(personId, CancellationToken.None)).Faults);
            Assert.Single(await world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None), line => line.Action == "personErased");
            Assert.All(await DueAsync(world), due => Assert.True(due.On > Day("2028-03-02")));
            if (!crashed)
            {
                return;
            }
        }

        Assert.Fail("Erasing makes more requests than this test looks at.");
    }

    [Fact]
    public async Task What_happens_to_a_file_while_it_is_erased_is_not_lost()
    {
        var (world, personId) = await LearnedAbroadAsync();
        world.Clock.MoveTo(InBrussels("2028-03-02"));
        var requests = new StorageRequests();
        requests.Before = async (request, _) =>
        {
            if (request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal))
            {
                // Between the look at the file and the writing: the person registers.
                requests.Before = null;
                await world.Another().TakeAllAsync(Incoming.Registered(Holder, permitNumber: Holder.PermitNumber));
            }
        };

        var erased = await EraseAsync(world.Another(requests));

        Assert.DoesNotContain(erased, erasure => erasure.Due.Step == RetentionStep.Person);
        Assert.Equal(personId, await world.RegisteredAsync(Holder.NationalNumber));
        Assert.NotNull((await world.FileAsync(personId)).Registration);
    }

    [Fact]
    public async Task Whose_documents_can_not_be_deleted_keeps_nobody_else_from_being_erased_and_is_tried_again()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Holder, "92094"), Incoming.Registered(Partner, "92094"));
        await world.SettleAsync();
        var (held, other) = (await world.RegisteredAsync(Holder.NationalNumber), await world.RegisteredAsync(Partner.NationalNumber));
        await world.Storage.Letters.UploadBlobAsync($"{held}/letter.pdf", BinaryData.FromString("under a hold"), TestContext.Current.CancellationToken);
        world.Clock.MoveTo(InBrussels("2026-07-01"));
        var requests = new StorageRequests
        {
            Before = (request, _) => request.Method == Azure.Core.RequestMethod.Delete && request.Uri.Path.Contains("letters/", StringComparison.Ordinal) && request.Uri.Path.Contains(held, StringComparison.Ordinal)
                ? Task.FromException(new Azure.RequestFailedException(409, "The blob is immutable."))
                : Task.CompletedTask,
        };

        await EraseAsync(world.Another(requests));
        Assert.Null(await FindAsync(world, other));
        Assert.Null(await FindAsync(world, held));
        Assert.NotEmpty(await BlobsAsync(world.Storage.Letters));

        await EraseAsync(world);
        Assert.Empty(await BlobsAsync(world.Storage.Letters));
    }

    [Fact]
    public async Task A_run_with_nothing_due_asks_one_thing_however_many_people_there_are()
    {
        var world = await World.CreateAsync(azurite);
        foreach (var number in Enumerable.Range(10, 20))
        {
            await world.TakeAllAsync(Incoming.Granted(new Somebody(number)));
        }

        var requests = new StorageRequests();
        await EraseAsync(world.Another(requests));

        Assert.Equal(1, requests.Sent);
    }

    [Fact]
    public async Task A_shorter_term_holds_for_everybody_once_the_list_was_made_anew()
    {
        var (world, personId) = await LearnedAbroadAsync(passes: false);
        var row = Assert.Single(await DueAsync(world));
        await world.Get<DueFiles>().RemoveAsync(row, CancellationToken.None);
        var stored = (await world.Get<PersonStore>().FindAsync(personId, CancellationToken.None))!;
        var change = new FileChange(stored.File, world.Clock.GetUtcNow(), Actor.System);
        change.Update(file => file with { Retention = file.Retention with { ReviewOn = Day("2040-01-01") } });
        await world.Get<PersonStore>().CommitAsync(stored, change, null, [], CancellationToken.None);

        Assert.Equal(1, await world.Get<RetentionPlanning>().RefileAsync(world.Clock.GetUtcNow(), CancellationToken.None));
        Assert.Equal(0, await world.Get<RetentionPlanning>().RefileAsync(world.Clock.GetUtcNow(), CancellationToken.None));
        Assert.Equal(row, Assert.Single(await DueAsync(world)));
    }

    private async Task<(World World, string PersonId)> LearnedAbroadAsync(bool bind = false, bool passes = true)
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Holder));
        await world.SettleAsync();
        if (bind)
        {
            Assert.NotNull((await ActivateAsync(world, Holder)).Value);
        }

        var personId = await world.HolderAsync(Holder.PermitNumber);
        if (passes)
        {
            await world.PassEverythingAsync(personId);
        }

        return (world, personId);
    }

    private static async Task<Answer<string>> ActivateAsync(World world, Somebody person)
    {
        var code = world.Sender.DataOf("invitation.requested", await world.HolderAsync(person.PermitNumber))[^1].GetProperty("activationCode").GetString()!;
        return await world.Get<AccountActivation>().ActivateAsync("issuer", "ayse", code, Day(person.BirthDate), CancellationToken.None);
    }

    private static Task<IReadOnlyList<Erasure>> EraseAsync(World world) => world.Get<Erasing>().EraseDueAsync(_ => Task.CompletedTask, CancellationToken.None);

    private static async Task<List<Erasure>> PlannedAsync(World world, string until)
    {
        var planned = new List<Erasure>();
        await foreach (var erasure in world.Get<RetentionPlanning>().UntilAsync(Day(until), CancellationToken.None))
        {
            planned.Add(erasure);
        }

        return planned;
    }

    private static async Task<List<DueFile>> DueAsync(World world)
    {
        var rows = new List<DueFile>();
        await foreach (var row in world.Get<DueFiles>().UntilAsync(DateOnly.MaxValue, CancellationToken.None))
        {
            rows.Add(row);
        }

        return rows;
    }

    private static async Task<PersonFile?> FindAsync(World world, string personId) => (await world.Get<PersonStore>().FindAsync(personId, CancellationToken.None))?.File;

    /// <summary>Look-up rows, rows of lists and markers that lead to somebody, but for those that are to stay.</summary>
    private static async Task<List<string>> LeadingToAsync(World world, string personId)
    {
        var left = new List<string>();
        foreach (var table in new[] { world.Storage.Index, world.Storage.Cases, world.Storage.Pending })
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                if ((row.GetString("PersonId") == personId || row.RowKey.Contains(personId, StringComparison.Ordinal)) && !Kept.Contains(row.PartitionKey.Split('-')[0]))
                {
                    left.Add($"{row.PartitionKey} {row.RowKey}");
                }
            }
        }

        return left;
    }

    private static async Task<List<string>> KindsOfRowsAsync(World world, string personId)
    {
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var row in world.Storage.People.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {personId}")))
        {
            kinds.Add(row.RowKey.Split(':')[0]);
        }

        return [.. kinds];
    }

    private static async Task<List<string>> BlobsAsync(BlobContainerClient container)
    {
        var names = new List<string>();
        await foreach (var blob in container.GetBlobsAsync())
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
