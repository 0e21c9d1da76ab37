using Inburgering.Cases;
using Inburgering.Arrivals;
using Inburgering.Accounts;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Accounts;

/// <summary>An account stands for one person and a person has one account, whoever tries what at once and wherever the process ends.</summary>
public sealed class ActivationRaceTests(AzuriteFixture azurite)
{
    private const string Issuer = "https://issuer.example";
    private static readonly string[] Accounts = ["alice", "bob", "carol"];
    private static readonly Somebody[] People = [new(1), new(2), new(3)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Any_tries_at_once_with_kills_between_storage_requests_leave_one_to_one(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2; round++)
        {
            var (world, codes) = await InvitedAsync();
            var plans = Enumerable.Range(0, 12)
                .Select(_ => (Account: Accounts[random.Next(3)], Person: random.Next(3), KilledAt: random.Next(2) == 0 ? random.Next(1, 14) : int.MaxValue, TookEffect: random.Next(2) == 0))
                .ToList();

            await World.AtOnceAsync([.. plans.Select(plan => (Func<Task>)(() => StorageRequests.UntilCrashAsync(() => ActivateAsync(
                world.Another(StorageRequests.CrashingAt(plan.KilledAt, plan.TookEffect)), plan.Account, codes[plan.Person].Code))))]);

            await IsOneToOneAsync(world, codes);

            // Whoever has no account by then gets one, with an account that stands for nobody.
            world.Clock.Advance(TimeSpan.FromMinutes(3));
            foreach (var person in codes)
            {
                foreach (var account in Accounts)
                {
                    await ActivateAsync(world.Another(), account, person.Code);
                }
            }

            await IsOneToOneAsync(world, codes);
            foreach (var account in Accounts)
            {
                Assert.NotNull(await PersonOfAsync(world, account));
            }
        }
    }

    [Fact]
    public async Task A_refused_try_that_is_slow_to_let_go_does_not_take_the_account_from_who_has_it_by_then()
    {
        var (world, codes) = await InvitedAsync();
        var requests = new StorageRequests();
        var reached = false;
        requests.Before = async (request, _) =>
        {
            // While alice's refused try lets her account go, she uses the code of another person.
            if (request.Method == Azure.Core.RequestMethod.Delete && !reached)
            {
                reached = true;
                Assert.Equal(codes[1].PersonId, (await ActivateAsync(world.Another(), "alice", codes[1].Code)).Value);
            }
        };

        // Bob is faster, but only after alice's try has claimed the file.
        requests.After = async (request, _) =>
        {
            if (request.Method == Azure.Core.RequestMethod.Post && request.Uri.ToString().Contains("index", StringComparison.Ordinal) && (await PersonOfAsync(world, "bob")) is null)
            {
                Assert.NotNull((await ActivateAsync(world.Another(), "bob", codes[0].Code)).Value);
            }
        };

        Assert.Equal("accountAlreadyBound", (await ActivateAsync(world.Another(requests), "alice", codes[0].Code)).Refusal!.Code);

        Assert.True(reached);
        Assert.Equal((codes[1].PersonId, codes[0].PersonId), (await PersonOfAsync(world, "alice"), await PersonOfAsync(world, "bob")));
        await IsOneToOneAsync(world, codes);
    }

    /// <summary>
    /// Alice's try has claimed the file and written the row of her account. Then bob claims the file, somebody else's code takes the row,
    /// which nobody's claim holds any more, and a second try of alice claims anew; all three end there. The first try is not to bind by the second's claim.
    /// </summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_try_does_not_bind_by_the_claim_of_another_try(int pausedAt)
    {
        var (world, codes) = await InvitedAsync();
        var requests = new StorageRequests
        {
            Before = async (_, number) =>
            {
                if (number == pausedAt)
                {
                    await CutShortAsync("bob", 0, Claimed);
                    await CutShortAsync("alice", 1, AccountTaken);
                    await CutShortAsync("alice", 0, Claimed);
                }
            },
        };

        await ActivateAsync(world.Another(requests), "alice", codes[0].Code);

        Assert.True(requests.Sent >= pausedAt, $"only {requests.Sent} requests: nothing was paused");
        await IsOneToOneAsync(world, codes);
        world.Clock.Advance(TimeSpan.FromMinutes(3));
        await ActivateAsync(world.Another(), "alice", codes[0].Code);
        Assert.NotNull(await PersonOfAsync(world, "alice"));
        await IsOneToOneAsync(world, codes);

        Task CutShortAsync(string account, int person, Func<Azure.Core.Request, bool> last) => StorageRequests.UntilCrashAsync(() => ActivateAsync(
            world.Another(new StorageRequests { After = (request, _) => last(request) ? Task.FromException(new CrashException()) : Task.CompletedTask }), account, codes[person].Code));

        static bool Claimed(Azure.Core.Request request) => request.Uri.ToString().Contains("$batch", StringComparison.Ordinal);

        // The row is written anew if it is there, and by an insert if not.
        static bool AccountTaken(Azure.Core.Request request) => request.Method != Azure.Core.RequestMethod.Get && request.Uri.ToString().Contains("index", StringComparison.Ordinal);
    }

    /// <summary>From finding the code to the commit that binds.</summary>
    public static TheoryData<int> Requests => [.. Enumerable.Range(1, 8)];

    [Fact]
    public async Task Two_persons_for_one_account_at_once_are_never_both_bound()
    {
        for (var round = 0; round < 10; round++)
        {
            var (world, codes) = await InvitedAsync();

            var answers = await World.AtOnceAsync([.. codes.Select(person => (Func<Task<Answer<string>>>)(() => ActivateAsync(world.Another(), "alice", person.Code)))]);

            Assert.InRange(answers.Count(answer => answer.Value is not null), 0, 1);
            await IsOneToOneAsync(world, codes);
        }
    }

    [Fact]
    public async Task However_many_birth_dates_are_tried_at_once_only_five_are_looked_at()
    {
        var (world, codes) = await InvitedAsync();

        var answers = await World.AtOnceAsync([.. Enumerable.Range(1, 12).Select(day => (Func<Task<Answer<string>>>)(() => ActivateAsync(
            world.Another(), $"guesser-{day}", codes[0].Code, Day("1991-06-01").AddDays(day))))]);

        Assert.Equal(5, answers.Count(answer => answer.Refusal!.Code == "activationCodeInvalid"));
        Assert.Equal(7, answers.Count(answer => answer.Refusal!.Kind == RefusalKind.TooManyRequests));
    }

    [Fact]
    public async Task After_five_wrong_birth_dates_even_the_right_one_waits_and_each_further_wrong_one_doubles_the_wait()
    {
        var (world, codes) = await InvitedAsync();
        var wrong = Day("1991-05-18");
        foreach (var number in Enumerable.Range(1, 5))
        {
            Assert.Equal("activationCodeInvalid", (await ActivateAsync(world, $"guesser-{number}", codes[0].Code, wrong)).Refusal!.Code);
        }

        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440, 1440 })
        {
            var refusal = (await ActivateAsync(world, "owner", codes[0].Code)).Refusal!;
            Assert.Equal((RefusalKind.TooManyRequests, TimeSpan.FromMinutes(minutes)), (refusal.Kind, refusal.RetryAfter!.Value));
            world.Clock.Advance(TimeSpan.FromMinutes(minutes));
            Assert.Equal("activationCodeInvalid", (await ActivateAsync(world, $"guesser-{minutes}", codes[0].Code, wrong)).Refusal!.Code);
        }

        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(codes[0].PersonId, (await ActivateAsync(world, "owner", codes[0].Code)).Value);
    }

    [Fact]
    public async Task An_account_that_guesses_codes_waits_longer_and_longer_and_other_accounts_do_not()
    {
        var (world, codes) = await InvitedAsync();
        foreach (var number in Enumerable.Range(1, 5))
        {
            Assert.Equal("activationCodeInvalid", (await ActivateAsync(world, "alice", $"0000-0000-000{number}")).Refusal!.Code);
        }

        Assert.Equal(RefusalKind.TooManyRequests, (await ActivateAsync(world, "alice", codes[0].Code)).Refusal!.Kind);
        Assert.Equal(codes[1].PersonId, (await ActivateAsync(world, "bob", codes[1].Code)).Value);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(codes[0].PersonId, (await ActivateAsync(world, "alice", codes[0].Code)).Value);

        // Forgotten once it went well.
        Assert.Equal("activationCodeInvalid", (await ActivateAsync(world, "alice", "0000-0000-0009")).Refusal!.Code);
        Assert.Equal(codes[0].PersonId, (await ActivateAsync(world, "alice", codes[0].Code)).Value);
    }

    [Fact]
    public async Task A_code_sent_anew_works_and_the_one_before_does_not()
    {
        var (world, codes) = await InvitedAsync();
        foreach (var number in Enumerable.Range(1, 6))
        {
            await ActivateAsync(world, $"guesser-{number}", codes[0].Code, Day("1991-05-18"));
        }

        Assert.Equal(codes[0].PersonId, (await ReissueAsync(world, codes[0].PersonId)).Value!.PersonId);

        var sent = world.Sender.DataOf("invitation.requested", codes[0].PersonId)[^1].GetProperty("activationCode").GetString()!;
        Assert.Equal("activationCodeInvalid", (await ActivateAsync(world, "alice", codes[0].Code)).Refusal!.Code);
        Assert.Equal(codes[0].PersonId, (await ActivateAsync(world, "alice", sent)).Value);
        Assert.Equal("accountAlreadyBound", (await ReissueAsync(world, codes[0].PersonId)).Refusal!.Code);
        Assert.Contains(await world.Get<PersonStore>().AuditAsync(codes[0].PersonId, CancellationToken.None), line => line is { Action: "activationCodeReissued", Actor: { Role: "case-officer", Id: "officer-7" } });
    }

    [Fact]
    public async Task Who_is_using_a_code_when_another_is_sent_instead_is_refused()
    {
        var (world, codes) = await InvitedAsync();
        var requests = new StorageRequests();
        var sentAnew = false;
        requests.Before = async (request, _) =>
        {
            // The thief of the letter has claimed the file, and is about to write the row of the account.
            if (!sentAnew && request.Method == Azure.Core.RequestMethod.Post && request.Uri.ToString().Contains("index", StringComparison.Ordinal))
            {
                sentAnew = true;
                Assert.NotNull((await ReissueAsync(world.Another(), codes[0].PersonId)).Value);
            }
        };

        Assert.Equal("accountAlreadyBound", (await ActivateAsync(world.Another(requests), "thief", codes[0].Code)).Refusal!.Code);

        Assert.True(sentAnew);
        Assert.Null(await PersonOfAsync(world, "thief"));
        Assert.Null(await world.FindAsync(world.Keys.Account(Issuer, "thief")));
        await world.SettleAsync();
        var sent = world.Sender.DataOf("invitation.requested", codes[0].PersonId)[^1].GetProperty("activationCode").GetString()!;
        Assert.Equal(codes[0].PersonId, (await ActivateAsync(world, "alice", sent)).Value);
        await IsOneToOneAsync(world, codes);
    }

    [Fact]
    public async Task Of_codes_sent_anew_and_activations_at_once_only_the_last_code_or_the_account_stands()
    {
        for (var round = 0; round < 4; round++)
        {
            var (world, codes) = await InvitedAsync();
            await World.AtOnceAsync(
                () => ActivateAsync(world.Another(), "alice", codes[0].Code),
                () => ReissueAsync(world.Another(), codes[0].PersonId),
                () => ActivateAsync(world.Another(), "bob", codes[0].Code),
                () => ReissueAsync(world.Another(), codes[0].PersonId));
            await world.SettleAsync();
            await IsOneToOneAsync(world, codes);
            var file = await world.FileAsync(codes[0].PersonId);
            Assert.True(file.Account is not null || file.ActivationCodes.Count == 1);
        }
    }

    [Fact]
    public async Task A_code_is_sent_anew_only_to_an_address_that_is_known()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(People[0]));

        Assert.Equal("noEmailAddress", (await ReissueAsync(world, await world.RegisteredAsync(People[0].NationalNumber))).Refusal!.Code);
        Assert.Equal(RefusalKind.NotFound, (await ReissueAsync(world, "nobody")).Refusal!.Kind);
    }

    [Fact]
    public async Task The_code_itself_stands_nowhere_in_storage_once_it_was_sent()
    {
        var (world, codes) = await InvitedAsync();

        foreach (var table in new[] { world.Storage.People, world.Storage.Index })
        {
            await foreach (var row in table.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
            {
                Assert.All(row, property => Assert.All(codes, person => Assert.DoesNotContain(person.Code, property.Value?.ToString() ?? string.Empty, StringComparison.Ordinal)));
            }
        }
    }

    private async Task<(World World, (string PersonId, string Code)[] Codes)> InvitedAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync([.. People.Select(person => Incoming.Granted(person))]);
        var codes = new List<(string, string)>();
        foreach (var person in People)
        {
            var personId = await world.HolderAsync(person.PermitNumber);
            codes.Add((personId, world.Sender.DataOf("invitation.requested", personId).Single().GetProperty("activationCode").GetString()!));
        }

        return (world, [.. codes]);
    }

    private static async Task IsOneToOneAsync(World world, (string PersonId, string Code)[] codes)
    {
        var files = await Task.WhenAll(codes.Select(person => world.FileAsync(person.PersonId)));
        var bound = files.Select(file => file.Account?.AccountKey).OfType<string>().ToList();
        Assert.Equal(bound.Count, bound.Distinct().Count());
        foreach (var account in Accounts)
        {
            Assert.Equal(files.SingleOrDefault(file => file.Account?.AccountKey == world.Keys.Account(Issuer, account).Hash)?.PersonId, await PersonOfAsync(world, account));
        }
    }

    private static Task<Answer<Outcome<IssuedActivationCode>>> ReissueAsync(World world, string personId) =>
        world.Get<ActivationCodeReissue>().ReissueAsync(personId, new CaseOfficer(Agency.Agii, "officer-7"), CancellationToken.None);

    private static Task<Answer<string>> ActivateAsync(World world, string subject, string code, DateOnly? birthDate = null) =>
        world.Get<AccountActivation>().ActivateAsync(Issuer, subject, code, birthDate ?? Day("1991-05-17"), CancellationToken.None);

    private static Task<string?> PersonOfAsync(World world, string subject) => world.Another().Get<AccountActivation>().PersonIdAsync(Issuer, subject, CancellationToken.None);
}
