using Inburgering.Accounts;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Accounts;

public sealed class AccountActivationTests(AzuriteFixture azurite)
{
    private const string Issuer = "https://issuer.example";
    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task A_code_and_the_birth_date_bind_the_account_to_the_person()
    {
        var (world, personId, code) = await InvitedAsync();

        var answer = await ActivateAsync(world, "alice", code);

        Assert.Equal(personId, answer.Value);
        Assert.Equal(personId, await PersonOfAsync(world, "alice"));
        Assert.Contains(await world.Get<Inburgering.Storage.PersonStore>().AuditAsync(personId, CancellationToken.None), line => line.Action == "accountBound");
    }

    [Fact]
    public async Task A_wrong_birth_date_binds_nothing_and_leaves_nothing_behind()
    {
        var (world, personId, code) = await InvitedAsync();

        Assert.Equal("activationCodeInvalid", (await ActivateAsync(world, "alice", code, "1991-05-18")).Refusal!.Code);

        Assert.Null(await PersonOfAsync(world, "alice"));
        Assert.Null(await world.FindAsync(world.Keys.Account(Issuer, "alice")));
        Assert.Equal(personId, (await ActivateAsync(world, "alice", code)).Value);
    }

    [Theory]
    [InlineData("0000-0000-0000")]
    [InlineData("")]
    [InlineData("' or 1 eq 1")]
    public async Task A_code_that_was_never_issued_is_refused_as_a_wrong_birth_date_is(string code)
    {
        var (world, _, _) = await InvitedAsync();

        var refusal = (await ActivateAsync(world, "alice", code)).Refusal;

        Assert.Equal((RefusalKind.Invalid, "activationCodeInvalid", "activationCode"), (refusal!.Kind, refusal.Code, refusal.Field));
    }

    [Fact]
    public async Task A_code_is_read_as_people_type_it()
    {
        var (world, personId, code) = await InvitedAsync();
        var typed = code.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant().Replace('0', 'o').Replace('1', 'l');

        Assert.Equal(personId, (await ActivateAsync(world, "alice", typed)).Value);
    }

    [Fact]
    public async Task Using_the_code_again_with_the_same_account_answers_the_same()
    {
        var (world, personId, code) = await InvitedAsync();
        await ActivateAsync(world, "alice", code);

        Assert.Equal(personId, (await ActivateAsync(world, "alice", code)).Value);
        Assert.Single(await world.Get<Inburgering.Storage.PersonStore>().AuditAsync(personId, CancellationToken.None), line => line.Action == "accountBound");
    }

    [Fact]
    public async Task A_second_account_of_one_person_is_refused()
    {
        var (world, personId, code) = await InvitedAsync();
        await ActivateAsync(world, "alice", code);

        Assert.Equal("accountAlreadyBound", (await ActivateAsync(world, "bob", code)).Refusal!.Code);

        Assert.Null(await PersonOfAsync(world, "bob"));
        Assert.Null(await world.FindAsync(world.Keys.Account(Issuer, "bob")));
        Assert.Equal(personId, await PersonOfAsync(world, "alice"));
    }

    [Fact]
    public async Task A_second_person_for_one_account_is_refused()
    {
        var (world, personId, code) = await InvitedAsync();
        await ActivateAsync(world, "alice", code);
        var other = new Somebody(2);
        await world.TakeAllAsync(Incoming.Granted(other));
        var otherCode = CodeOf(world, await world.HolderAsync(other.PermitNumber));

        Assert.Equal("accountAlreadyBound", (await ActivateAsync(world, "alice", otherCode)).Refusal!.Code);

        Assert.Equal(personId, await PersonOfAsync(world, "alice"));
        Assert.NotNull((await ActivateAsync(world, "bob", otherCode)).Value);
    }

    [Fact]
    public async Task Of_two_accounts_that_use_one_code_at_once_exactly_one_is_bound()
    {
        foreach (var _ in Enumerable.Range(0, 8))
        {
            var (world, personId, code) = await InvitedAsync();

            var answers = await World.AtOnceAsync(() => ActivateAsync(world, "alice", code), () => ActivateAsync(world.Another(), "bob", code));

            Assert.Single(answers, answer => answer.Value == personId);
            Assert.Single(answers, answer => answer.Refusal?.Code == "accountAlreadyBound");
            Assert.Single(new[] { await PersonOfAsync(world, "alice"), await PersonOfAsync(world, "bob") }, found => found == personId);
        }
    }

    [Fact]
    public async Task One_account_that_uses_its_code_twice_at_once_is_bound_and_both_are_told_so()
    {
        foreach (var _ in Enumerable.Range(0, 8))
        {
            var (world, personId, code) = await InvitedAsync();

            var answers = await World.AtOnceAsync(() => ActivateAsync(world, "alice", code), () => ActivateAsync(world.Another(), "alice", code));

            Assert.All(answers, answer => Assert.Equal(personId, answer.Value));
            Assert.Equal(personId, await PersonOfAsync(world, "alice"));
        }
    }

    [Fact]
    public async Task A_code_can_be_used_on_its_last_day_in_Brussels_and_not_after()
    {
        var (world, personId, code) = await InvitedAsync();

        world.Clock.MoveTo(InBrussels("2028-03-02", "00:00"));
        Assert.Equal("activationCodeInvalid", (await ActivateAsync(world, "alice", code)).Refusal!.Code);
        Assert.Null(await world.FindAsync(world.Keys.Account(Issuer, "alice")));

        world.Clock.MoveTo(InBrussels("2028-03-02", "00:00").AddTicks(-1));
        Assert.Equal(personId, (await ActivateAsync(world, "alice", code)).Value);
    }

    [Fact]
    public async Task Who_is_bound_is_not_invited_again()
    {
        var (world, _, code) = await InvitedAsync();
        await ActivateAsync(world, "alice", code);

        await world.TakeAllAsync(Incoming.Granted(Person, version: 2));

        Assert.Single(world.Sender.DataOf("invitation.requested"));
    }

    [Fact]
    public async Task The_same_subject_at_another_issuer_is_another_account()
    {
        var (world, _, code) = await InvitedAsync();
        await ActivateAsync(world, "alice", code);

        Assert.Null(await world.Get<AccountActivation>().PersonIdAsync("https://other.example", "alice", CancellationToken.None));
    }

    /// <summary>The process ends at every storage request in turn; the learner tries again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_moment_does_not_spoil_the_code(bool tookEffect)
    {
        var requests = new StorageRequests();
        var (counted, _, countedCode) = await InvitedAsync();
        await ActivateAsync(counted.Another(requests), "alice", countedCode);

        foreach (var number in Enumerable.Range(1, requests.Sent))
        {
            var (world, personId, code) = await InvitedAsync();
            await Assert.ThrowsAsync<CrashException>(() => ActivateAsync(world.Another(StorageRequests.CrashingAt(number, tookEffect)), "alice", code));

            Assert.Equal(personId, (await ActivateAsync(world, "alice", code)).Value);
            Assert.Equal(personId, await PersonOfAsync(world, "alice"));
        }
    }

    private async Task<(World World, string PersonId, string Code)> InvitedAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person));
        var personId = await world.HolderAsync(Person.PermitNumber);
        return (world, personId, CodeOf(world, personId));
    }

    private static string CodeOf(World world, string personId) => world.Sender.DataOf("invitation.requested", personId).Single().GetProperty("activationCode").GetString()!;

    private static Task<Answer<string>> ActivateAsync(World world, string subject, string code, string birthDate = "1991-05-17") =>
        world.Get<AccountActivation>().ActivateAsync(Issuer, subject, code, Day(birthDate), CancellationToken.None);

    private static Task<string?> PersonOfAsync(World world, string subject) => world.Another().Get<AccountActivation>().PersonIdAsync(Issuer, subject, CancellationToken.None);
}
