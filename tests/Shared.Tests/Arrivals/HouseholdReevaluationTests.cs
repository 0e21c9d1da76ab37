using Inburgering.Eligibility;
using Inburgering.Letters;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.Storage;

namespace Inburgering.Shared.Tests.Arrivals;

/// <summary>A family member is obliged through a linked labour migrant, whoever registers first.</summary>
public sealed class HouseholdReevaluationTests(AzuriteFixture azurite)
{
    private static readonly Somebody Worker = new(1);
    private static readonly Somebody Partner = new(2, BirthDate: "1990-11-02");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_partner_whose_household_names_the_worker_is_obliged_in_either_order(bool partnerFirst)
    {
        var world = await World.CreateAsync(azurite);
        Incoming[] messages = [Incoming.Registered(Worker), PartnerNamingTheWorker];

        foreach (var message in partnerFirst ? messages.Reverse() : messages)
        {
            await world.TakeAllAsync(message);
            await world.SettleAsync();
        }

        await BothAreObligedAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_partner_whom_the_workers_household_names_is_obliged_in_either_order(bool partnerFirst)
    {
        var world = await World.CreateAsync(azurite);
        Incoming[] messages = [Incoming.Registered(Worker, household: [Partner]), Incoming.Registered(Partner, reason: "family")];

        foreach (var message in partnerFirst ? messages.Reverse() : messages)
        {
            await world.TakeAllAsync(message);
            await world.SettleAsync();
        }

        await BothAreObligedAsync(world);
    }

    [Fact]
    public async Task Both_at_the_same_time_are_linked()
    {
        foreach (var _ in Enumerable.Range(0, 8))
        {
            var world = await World.CreateAsync(azurite);

            await World.AtOnceAsync(
                () => world.TakeAllAsync(Incoming.Registered(Worker, household: [Partner])),
                () => world.TakeAllAsync(PartnerNamingTheWorker));
            await world.SettleAsync();

            await BothAreObligedAsync(world);
        }
    }

    [Fact]
    public async Task Without_a_linked_worker_a_family_member_waits_without_an_obligation()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(PartnerNamingTheWorker);
        await world.SettleAsync();

        var file = await world.FileAsync(await world.RegisteredAsync(Partner.NationalNumber));
        Assert.Equal(EligibilityReason.FamilyWithoutLinkedWorker, file.Eligibility!.Reason);
        Assert.Empty(file.Letters);
        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_household_entry_alone_never_creates_a_person()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Registered(Worker, household: [Partner, new Somebody(3)]));
        await world.SettleAsync();

        Assert.Equal(1, await world.CountFilesAsync());
        Assert.Null(await world.FindAsync(world.Keys.NationalNumber(Partner.NationalNumber)));
    }

    [Fact]
    public async Task When_the_workers_stay_turns_out_temporary_the_partners_obligation_ends_too()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Worker, permitNumber: Worker.PermitNumber, household: [Partner]), Incoming.Registered(Partner, reason: "family"));
        await world.SettleAsync();
        await BothAreObligedAsync(world);

        await world.TakeAllAsync(Incoming.Granted(Worker, category: "seasonal"));
        await world.SettleAsync();

        var partner = await world.FileAsync(await world.RegisteredAsync(Partner.NationalNumber));
        Assert.Equal(EligibilityReason.FamilyOfTemporaryStay, partner.Eligibility!.Reason);
        Assert.IsType<Ended>(partner.Obligation);
        Assert.Equal(LetterKind.Withdrawal, partner.Letters[^1].Kind);
    }

    [Fact]
    public async Task A_partner_is_no_applicant_and_DWEWIS_hears_nothing_of_them()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Worker, household: [Partner]), Incoming.Registered(Partner, reason: "family"));
        await world.SettleAsync();

        Assert.Equal(["pending"], world.ToldDwewis(await world.RegisteredAsync(Worker.NationalNumber)));
        Assert.Empty(world.ToldDwewis(await world.RegisteredAsync(Partner.NationalNumber)));
    }

    [Fact]
    public async Task A_repeated_re_evaluation_changes_nothing()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Worker, household: [Partner]), Incoming.Registered(Partner, reason: "family"));
        await world.SettleAsync();
        var (sent, audit) = (world.Sender.Received.Count, (await world.FileAsync(await world.RegisteredAsync(Partner.NationalNumber))).LastAudit);

        foreach (var change in world.Sender.Received.Where(message => message.Destination == OutgoingMessage.HouseholdChanges))
        {
            await world.Get<Inburgering.Arrivals.HouseholdReevaluation>().TakeAsync(change.Body(), CancellationToken.None);
        }

        Assert.Equal((sent, audit), (world.Sender.Received.Count, (await world.FileAsync(await world.RegisteredAsync(Partner.NationalNumber))).LastAudit));
    }

    [Fact]
    public async Task A_slow_re_evaluation_does_not_undo_what_a_later_one_found()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(PartnerNamingTheWorker);
        await world.Get<PendingSweep>().SweepAsync(CancellationToken.None);
        var partnerId = await world.RegisteredAsync(Partner.NationalNumber);
        var slow = world.Sender.Received.Single(message => message.Destination == OutgoingMessage.HouseholdChanges);

        // The slow one has read that nobody is linked. Before it looks at the file to change it, the worker registers and the
        // faster re-evaluation links both.
        var requests = new StorageRequests();
        var looks = 0;
        requests.Before = async (request, _) =>
        {
            if (request.Method == Azure.Core.RequestMethod.Get && request.Uri.ToString().Contains(partnerId, StringComparison.Ordinal) && ++looks == 3)
            {
                await world.TakeAllAsync(Incoming.Registered(Worker));
                await world.SettleAsync();
                await BothAreObligedAsync(world);
            }
        };
        await world.Another(requests).Get<Inburgering.Arrivals.HouseholdReevaluation>().TakeAsync(slow.Body(), CancellationToken.None);
        await world.SettleAsync();

        Assert.InRange(looks, 3, 50);
        await BothAreObligedAsync(world);
    }

    [Fact]
    public async Task A_re_evaluation_of_nobody_known_is_taken_and_does_nothing()
    {
        var world = await World.CreateAsync(azurite);
        var message = new OutgoingMessage(OutgoingMessage.HouseholdChanges, "p1", 1, EventTypes.Internal + EventTypes.HouseholdChanged, DateTimeOffset.UnixEpoch, """{"personId":"p1"}""", null);

        var result = await world.Get<Inburgering.Arrivals.HouseholdReevaluation>().TakeAsync(message.Body(), CancellationToken.None);

        Assert.Null(result.DeadLetter);
        Assert.Empty(result.ToPlan);
    }

    private static Incoming PartnerNamingTheWorker => Incoming.Registered(Partner, reason: "family", household: [Worker]);

    private static async Task BothAreObligedAsync(World world)
    {
        foreach (var (person, reason) in new[] { (Worker, EligibilityReason.WorkerInFlanders), (Partner, EligibilityReason.FamilyInFlanders) })
        {
            var file = await world.FileAsync(await world.RegisteredAsync(person.NationalNumber));
            Assert.Equal(reason, file.Eligibility!.Reason);
            Assert.IsType<LetterPending>(file.Obligation);
            Assert.Equal(LetterKind.Recruitment, Assert.Single(file.Letters).Kind);
        }
    }
}
