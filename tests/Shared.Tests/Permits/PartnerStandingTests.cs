using Inburgering.Accounts;
using Inburgering.Eligibility;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Permits;

/// <summary>What is asked of a partner follows how the worker stands now, whatever was said first.</summary>
public sealed class PartnerStandingTests(AzuriteFixture azurite)
{
    private static readonly Somebody Holder = new(1);
    private static readonly Somebody Partner = new(2, BirthDate: "1990-11-02", GivenNames: "Deniz");

    private static Incoming PartnerRegisters => Incoming.Registered(Partner, reason: "family", permitNumber: Holder.PermitNumber);

    [Fact]
    public async Task A_next_version_that_is_seasonal_and_names_nobody_excludes_the_partner_too()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Holder, Partner), PartnerRegisters);
        await world.SettleAsync();
        Assert.IsType<LetterPending>((await PartnerAsync(world)).Obligation);

        await world.TakeAllAsync(Incoming.Granted(Holder, version: 2, category: "seasonal"));
        await world.SettleAsync();

        await IsExcludedAsync(world);
    }

    [Fact]
    public async Task Another_permit_that_is_seasonal_excludes_the_partner_too()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Holder, Partner), PartnerRegisters);
        await world.SettleAsync();

        await world.TakeAllAsync(Seasonal(Holder));
        await world.SettleAsync();

        await IsExcludedAsync(world);
    }

    [Fact]
    public async Task A_partner_who_is_not_in_Belgium_yet_loses_access_with_the_worker_and_gets_it_back()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Holder, Partner), Incoming.Granted(Holder, version: 2, category: "seasonal"));
        await world.SettleAsync();
        var partnerId = (await world.FileAsync(await world.HolderAsync(Holder.PermitNumber))).PartnerId!;
        Assert.Equal(EligibilityReason.FamilyOfTemporaryStay, (await world.FileAsync(partnerId)).Eligibility!.Reason);

        await world.TakeAllAsync(Incoming.Granted(Holder, version: 3));
        await world.SettleAsync();

        Assert.Equal(EligibilityReason.TravellingPartner, (await world.FileAsync(partnerId)).Eligibility!.Reason);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Versions_that_name_different_partners_end_the_same_in_any_order(int order)
    {
        var world = await World.CreateAsync(azurite);
        var other = new Somebody(3, BirthDate: "1985-02-02", GivenNames: "Can");
        Incoming[] messages = [Incoming.Granted(Holder, Partner, version: 1), Incoming.Granted(Holder, other, version: 2), Incoming.Registered(other, reason: "family", permitNumber: Holder.PermitNumber)];

        await world.TakeAllAsync(InOrder(messages, order));
        await world.SettleAsync();

        var holder = await world.FileAsync(await world.HolderAsync(Holder.PermitNumber));
        Assert.Equal(await world.RegisteredAsync(other.NationalNumber), holder.PartnerId);
        Assert.Equal(EligibilityReason.FamilyInFlanders, (await world.FileAsync(holder.PartnerId!)).Eligibility!.Reason);
        var former = await world.FileAsync((await world.FindAsync(world.Keys.PermitPartner(Holder.PermitNumber, Day(Partner.BirthDate))))!);
        Assert.Equal((Treatment.NotObliged, EligibilityReason.UnknownGround), (former.Eligibility!.Treatment, former.Eligibility.Reason));
        Assert.Empty(former.LinkedWorkers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_registration_that_names_the_permit_only_in_its_second_version_ends_the_same_in_any_order(int order)
    {
        var world = await World.CreateAsync(azurite);
        Incoming[] messages = [Incoming.Registered(Holder), Incoming.Granted(Holder), Incoming.Registered(Holder, permitNumber: Holder.PermitNumber, version: 2)];

        await world.TakeAllAsync(InOrder(messages, order));
        await world.SettleAsync();

        Assert.Equal(1, await world.CountFilesAsync());
        var personId = await world.RegisteredAsync(Holder.NationalNumber);
        Assert.Equal(personId, await world.HolderAsync(Holder.PermitNumber));
        var file = await world.FileAsync(personId);
        Assert.NotNull(file.HeldPermit);
        Assert.IsType<LetterPending>(file.Obligation);
        Assert.Single(file.Letters);
        Assert.Equal(["pending"], world.ToldDwewis(personId));
    }

    [Fact]
    public async Task What_was_learnt_and_the_account_of_the_permits_file_go_on_in_the_registered_ones()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Holder), Incoming.Granted(Holder));
        await world.SettleAsync();
        var granted = await world.HolderAsync(Holder.PermitNumber);
        var code = world.Sender.DataOf("invitation.requested", granted).Single().GetProperty("activationCode").GetString()!;
        Assert.NotNull((await world.Get<AccountActivation>().ActivateAsync("https://issuer.example", "alice", code, Day(Holder.BirthDate), CancellationToken.None)).Value);
        await world.PassEverythingAsync(granted);
        var certificate = (await world.FileAsync(granted)).Certificate!;

        await world.TakeAllAsync(Incoming.Registered(Holder, permitNumber: Holder.PermitNumber, version: 2));
        await world.SettleAsync();

        var personId = await world.RegisteredAsync(Holder.NationalNumber);
        var file = await world.FileAsync(personId);
        Assert.Equal(1, await world.CountFilesAsync());
        Assert.Equal(certificate.VerificationCode, file.Certificate!.VerificationCode);
        Assert.IsType<Fulfilled>(file.Obligation);
        Assert.Equal(personId, await world.Another().Get<AccountActivation>().PersonIdAsync("https://issuer.example", "alice", CancellationToken.None));
        Assert.Equal(personId, await world.Get<AccountActivation>().PersonIdAsync("https://issuer.example", "alice", CancellationToken.None));
        Assert.Equal(3, (await world.Get<Inburgering.Storage.PersonStore>().AttemptsAsync(personId, CancellationToken.None)).Count);
        Assert.Equal(personId, await world.FindAsync(world.Keys.VerificationCode(certificate.VerificationCode)));
    }

    /// <summary>The process ends at every storage request in turn while two files become one; the message is delivered again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_while_two_files_become_one_leaves_one_file_after_the_next_delivery(bool tookEffect)
    {
        var requests = new StorageRequests();
        var named = Incoming.Registered(Holder, permitNumber: Holder.PermitNumber, version: 2);
        await (await ApartAsync()).Another(requests).TakeAllAsync(named);

        foreach (var number in Enumerable.Range(1, requests.Sent))
        {
            var world = await ApartAsync();
            await StorageRequests.UntilCrashAsync(() => world.Another(StorageRequests.CrashingAt(number, tookEffect)).TakeAsync(named));

            await world.TakeAllAsync(named, Incoming.Granted(Holder), Incoming.Registered(Holder));
            await world.SettleAsync();

            Assert.Equal(1, await world.CountFilesAsync());
            var file = await world.FileAsync(await world.RegisteredAsync(Holder.NationalNumber));
            Assert.Equal((2, 1, 1), (file.Registrations.Count, file.HeldPermits[Holder.PermitNumber].Count, file.Letters.Count));
            Assert.Equal(["pending"], world.ToldDwewis(file.PersonId));
        }
    }

    private async Task<World> ApartAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Holder), Incoming.Granted(Holder));
        return world;
    }

    private static Incoming Seasonal(Somebody holder) => Incoming.Granted(holder, category: "seasonal").With("another permit", data =>
    {
        data["permitNumber"] = "W-2026-7777777";
        data["validFrom"] = "2026-05-01";
    });

    internal static Incoming[] InOrder(Incoming[] three, int order) => order switch
    {
        0 => three,
        1 => [three[0], three[2], three[1]],
        2 => [three[1], three[0], three[2]],
        3 => [three[1], three[2], three[0]],
        4 => [three[2], three[0], three[1]],
        _ => [three[2], three[1], three[0]],
    };

    private static async Task<PersonFile> PartnerAsync(World world) => await world.FileAsync(await world.RegisteredAsync(Partner.NationalNumber));

    private static async Task IsExcludedAsync(World world)
    {
        var partner = await PartnerAsync(world);
        Assert.Equal((Treatment.Excluded, EligibilityReason.FamilyOfTemporaryStay), (partner.Eligibility!.Treatment, partner.Eligibility.Reason));
        Assert.IsType<Ended>(partner.Obligation);
    }
}
