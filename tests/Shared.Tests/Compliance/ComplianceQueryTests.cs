using Inburgering.Compliance;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;

namespace Inburgering.Shared.Tests.Compliance;

public sealed class ComplianceQueryTests(AzuriteFixture azurite)
{
    private static readonly Somebody Worker = new(1);
    private static readonly Somebody Partner = new(2, BirthDate: "1990-11-02");

    [Fact]
    public async Task Nobody_known_is_an_answer_and_no_error()
    {
        var world = await World.CreateAsync(azurite);

        var answer = await ByNumberAsync(world, Worker);

        Assert.Equal((ComplianceStatus.Unknown, world.Clock.GetUtcNow(), "2026-1"), (answer.Status, answer.AsOf, answer.PolicyVersion));
        Assert.Equal(ComplianceStatus.Unknown, (await ByPermitAsync(world, Worker)).Status);
    }

    [Fact]
    public async Task Who_is_known_by_permit_only_does_not_fall_under_it_until_passed()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Worker));
        Assert.Equal(ComplianceStatus.NotApplicable, (await ByPermitAsync(world, Worker)).Status);

        await world.PassEverythingAsync(await world.HolderAsync(Worker.PermitNumber));

        Assert.Equal(ComplianceStatus.Fulfilled, (await ByPermitAsync(world, Worker)).Status);
        Assert.Equal(ComplianceStatus.Unknown, (await ByNumberAsync(world, Worker)).Status);
    }

    [Fact]
    public async Task The_number_and_the_permit_answer_the_same()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Worker, permitNumber: Worker.PermitNumber), Incoming.Granted(Worker));

        Assert.Equal(ComplianceStatus.Pending, (await ByNumberAsync(world, Worker)).Status);
        Assert.Equal(ComplianceStatus.Pending, (await ByPermitAsync(world, Worker)).Status);
    }

    [Fact]
    public async Task The_partners_state_never_appears_in_the_workers_answer()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(
            Incoming.Granted(Worker, Partner),
            Incoming.Registered(Worker, permitNumber: Worker.PermitNumber),
            Incoming.Registered(Partner, reason: "family", permitNumber: Worker.PermitNumber));
        await world.SettleAsync();

        await world.PassEverythingAsync(await world.RegisteredAsync(Partner.NationalNumber));

        Assert.Equal(ComplianceStatus.Pending, (await ByPermitAsync(world, Worker)).Status);
        Assert.Equal(ComplianceStatus.Fulfilled, (await ByNumberAsync(world, Partner)).Status);
        Assert.Empty(world.ToldDwewis(await world.RegisteredAsync(Partner.NationalNumber)));
    }

    [Fact]
    public async Task Asking_tells_nobody_and_leaves_only_who_asked_and_what_was_answered()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Worker));
        await world.SettleAsync();
        var before = await world.FileAsync(await world.RegisteredAsync(Worker.NationalNumber));

        await ByNumberAsync(world, Worker);

        var after = await world.FileAsync(before.PersonId);
        Assert.Equal((before.LastAudit + 1, before.LastEvent), (after.LastAudit, after.LastEvent));
        var line = (await world.Get<PersonStore>().AuditAsync(before.PersonId, CancellationToken.None))[^1];
        Assert.Equal((Actor.Dwewis("dwewis"), "complianceQueried", "pending"), (line.Actor, line.Action, line.Detail));
        Assert.Equal(before.Obligation, after.Obligation);
    }

    private static Task<ComplianceAnswer> ByNumberAsync(World world, Somebody person) => world.Get<ComplianceQuery>().ByNationalNumberAsync(person.NationalNumber, "dwewis", CancellationToken.None);

    private static Task<ComplianceAnswer> ByPermitAsync(World world, Somebody person) => world.Get<ComplianceQuery>().ByPermitNumberAsync(person.PermitNumber, "dwewis", CancellationToken.None);
}
