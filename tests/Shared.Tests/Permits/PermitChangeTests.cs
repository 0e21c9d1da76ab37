using Inburgering.Accounts;
using Inburgering.Compliance;
using Inburgering.Eligibility;
using Inburgering.Learning;
using Inburgering.Obligations;
using Inburgering.Permits;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Permits;

/// <summary>Applications, renewals, refusals and withdrawals: the permit is the fold of what DWEWIS said, whenever it arrived.</summary>
public sealed class PermitChangeTests(AzuriteFixture azurite)
{
    private static readonly Somebody Holder = new(1);
    private static readonly Somebody Partner = new(2, BirthDate: "1990-11-02", GivenNames: "Deniz");

    public static TheoryData<int> Orders => [.. Enumerable.Range(0, 6)];

    [Fact]
    public async Task An_application_invites_nobody_as_long_as_the_policy_waits_for_the_grant()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Applied(Holder, Partner));
        await world.SettleAsync();

        Assert.Empty(world.Sender.DataOf("invitation.requested"));
        Assert.Equal((Treatment.NotObliged, EligibilityReason.PermitNotYetGranted), await DecisionAsync(world));
        await world.TakeAllAsync(Incoming.Granted(Holder, Partner, version: 2));
        await world.SettleAsync();
        Assert.Equal([Holder.Email, Partner.Email], world.Sender.DataOf("invitation.requested").Select(data => data.GetProperty("email").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_withdrawal_closes_access_and_what_was_learnt_is_kept()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Holder));
        var holderId = await world.HolderAsync(Holder.PermitNumber);
        Assert.True((await world.TakeTestAsync(holderId, "basis", pass: true)).Result!.Passed);

        await world.TakeAllAsync(Incoming.Withdrawn(Holder));

        Assert.Equal((Treatment.NotObliged, EligibilityReason.PermitWithdrawn), await DecisionAsync(world));
        Assert.Equal("accessClosed", (await world.Get<SectionCompletion>().CompleteAsync(holderId, "rights-duties", TestData.TestPolicy.Content.Modules["rights-duties"].SectionIds[0], CancellationToken.None)).Refusal!.Code);
        Assert.True((await world.FileAsync(holderId)).Progress("basis").IsPassed);
    }

    [Fact]
    public async Task A_refusal_closes_access()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Applied(Holder), Incoming.Refused(Holder));

        Assert.Equal((Treatment.NotObliged, EligibilityReason.PermitRefused), await DecisionAsync(world));
    }

    [Fact]
    public async Task The_partner_who_travels_along_loses_access_with_the_withdrawal()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Holder, Partner));
        await world.SettleAsync();
        var partnerId = (await world.FileAsync(await world.HolderAsync(Holder.PermitNumber))).PartnerId!;
        Assert.True((await world.FileAsync(partnerId)).Eligibility!.GivesAccess);

        await world.TakeAllAsync(Incoming.Withdrawn(Holder));
        await world.SettleAsync();

        Assert.Equal((Treatment.NotObliged, EligibilityReason.UnknownGround), ((await world.FileAsync(partnerId)).Eligibility!.Treatment, (await world.FileAsync(partnerId)).Eligibility!.Reason));
    }

    [Fact]
    public async Task Whoever_is_registered_as_a_worker_stays_obliged_when_the_permit_is_withdrawn()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(Holder), Incoming.Registered(Holder, permitNumber: Holder.PermitNumber), Incoming.Withdrawn(Holder));

        Assert.IsType<LetterPending>((await world.FileAsync(await world.HolderAsync(Holder.PermitNumber))).Obligation);
    }

    [Fact]
    public async Task A_renewal_prolongs_the_stay_and_leaves_the_rest_as_it_was()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Holder, category: "seasonal"));
        Assert.Equal(Treatment.Excluded, (await DecisionAsync(world)).Treatment);

        await world.TakeAllAsync(Incoming.Renewed(Holder, "2026-11-01", "2027-10-31"));

        var permit = (await world.FileAsync(await world.HolderAsync(Holder.PermitNumber))).HeldPermit!;
        Assert.Equal((PermitCategory.Seasonal, Day("2026-11-01"), Day("2027-10-31"), Day("2026-04-01")), (permit.Category, permit.ValidFrom, permit.ValidUntil, permit.ProlongedFrom!.Value));
        Assert.Equal(EligibilityReason.PermitGranted, (await DecisionAsync(world)).Reason);
        Assert.Single(world.Sender.DataOf("invitation.requested"));
    }

    [Fact]
    public async Task A_renewal_that_describes_the_permit_needs_no_grant_before_it()
    {
        var world = await World.CreateAsync(azurite);
        var renewed = Incoming.Granted(Holder, Partner, version: 2).With("renewed-whole", _ => { });
        renewed.Envelope["type"] = "be.vlaanderen.wewis.permit.v1.renewed";

        await world.TakeAllAsync(renewed);
        await world.SettleAsync();

        Assert.Equal(EligibilityReason.PermitGranted, (await DecisionAsync(world)).Reason);
        Assert.Equal(2, world.Sender.DataOf("invitation.requested").Count);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Grant_renewal_and_withdrawal_end_the_same_in_any_order_and_repeated(int order)
    {
        var world = await World.CreateAsync(azurite);
        Incoming[] messages = [Incoming.Granted(Holder, Partner), Incoming.Renewed(Holder, "2029-04-01", "2032-03-31"), Incoming.Withdrawn(Holder, version: 3)];

        foreach (var message in InOrder(messages, order))
        {
            await world.TakeAllAsync(message, message);
            await world.SettleAsync();
        }

        await world.TakeAllAsync(messages);
        await world.SettleAsync();

        var holder = await world.FileAsync(await world.HolderAsync(Holder.PermitNumber));
        Assert.Equal((PermitStatus.Withdrawn, Day("2032-03-31")), (holder.HeldPermit!.Status, holder.HeldPermit.ValidUntil));
        Assert.Equal(EligibilityReason.PermitWithdrawn, holder.Eligibility!.Reason);
        Assert.False((await world.FileAsync(holder.PartnerId!)).Eligibility!.GivesAccess);
        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_withdrawal_of_a_permit_that_nobody_knows_waits_and_makes_nobody_known()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Withdrawn(Holder));
        await world.SettleAsync();

        Assert.Empty(world.Sender.Received);
        Assert.Equal(ComplianceStatus.Unknown, (await world.Get<ComplianceQuery>().ByPermitNumberAsync(Holder.PermitNumber, "dwewis-1", CancellationToken.None)).Status);
        await world.TakeAllAsync(Incoming.Granted(Holder));
        Assert.Equal((Treatment.NotObliged, EligibilityReason.PermitWithdrawn), await DecisionAsync(world));
        Assert.Empty(world.Sender.DataOf("invitation.requested"));
    }

    [Fact]
    public async Task A_withdrawal_that_waits_finds_a_holder_who_registered_meanwhile()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(
            Incoming.Withdrawn(Holder), Incoming.Registered(Holder, municipality: "92094", permitNumber: Holder.PermitNumber), Incoming.Granted(Holder));
        await world.SettleAsync();

        var file = await world.FileAsync(await world.RegisteredAsync(Holder.NationalNumber));
        Assert.Equal(PermitStatus.Withdrawn, file.HeldPermit!.Status);
        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_partner_whom_only_a_waiting_renewal_named_is_known_once_the_permit_is()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Renewed(Holder, "2029-04-01", "2032-03-31").With("renewed-partner", data => data["partner"] = Partner.AsJson()));

        await world.TakeAllAsync(Incoming.Granted(Holder));
        await world.SettleAsync();

        var holder = await world.FileAsync(await world.HolderAsync(Holder.PermitNumber));
        Assert.Equal(EligibilityReason.TravellingPartner, (await world.FileAsync(holder.PartnerId!)).Eligibility!.Reason);
        Assert.Equal(2, world.Sender.DataOf("invitation.requested").Count);
    }

    [Fact]
    public async Task An_application_for_the_renewal_of_a_permit_that_stands_closes_nothing()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(Holder), Incoming.Applied(Holder, version: 2));

        Assert.Equal(EligibilityReason.PermitGranted, (await DecisionAsync(world)).Reason);
    }

    [Fact]
    public async Task Of_two_permits_the_one_that_stands_counts()
    {
        var world = await World.CreateAsync(azurite);
        var again = Holder with { Number = 7 };
        var second = Incoming.Granted(Holder).With("second", data => (data["permitNumber"], data["validFrom"], data["validUntil"]) = (again.PermitNumber, "2027-04-01", "2030-03-31"));

        await world.TakeAllAsync(Incoming.Granted(Holder), second, Incoming.Withdrawn(again));

        Assert.Equal(EligibilityReason.PermitGranted, (await DecisionAsync(world)).Reason);
        Assert.Equal(Holder.PermitNumber, (await world.FileAsync(await world.HolderAsync(Holder.PermitNumber))).HeldPermit!.PermitNumber);
    }

    [Theory]
    [InlineData("renewed", "validFrom", "data.validFrom is required")]
    [InlineData("renewed", "validUntil", "data.validUntil is required")]
    [InlineData("renewed", "permitNumber", "data.permitNumber is required")]
    [InlineData("refused", "permitNumber", "data.permitNumber is required")]
    [InlineData("refused", "version", "data.version is required")]
    [InlineData("withdrawn", "permitNumber", "data.permitNumber is required")]
    [InlineData("withdrawn", "version", "data.version is required")]
    public async Task What_misses_is_named(string what, string field, string description)
    {
        var world = await World.CreateAsync(azurite);
        var message = what switch
        {
            "renewed" => Incoming.Renewed(Holder, "2029-04-01", "2032-03-31"),
            "refused" => Incoming.Refused(Holder),
            _ => Incoming.Withdrawn(Holder),
        };

        Assert.Equal(description, (await world.TakeAsync(message.With("broken", data => data.Remove(field)))).DeadLetter!.Description);
        Assert.Equal(0, await world.CountFilesAsync());
    }

    private static async Task<(Treatment Treatment, EligibilityReason Reason)> DecisionAsync(World world)
    {
        var decision = (await world.FileAsync(await world.HolderAsync(Holder.PermitNumber))).Eligibility!;
        return (decision.Treatment, decision.Reason);
    }

    private static Incoming[] InOrder(Incoming[] messages, int order)
    {
        var left = messages.ToList();
        var first = left[order / 2];
        left.Remove(first);
        return order % 2 == 0 ? [first, .. left] : [first, left[1], left[0]];
    }
}
