using Inburgering.Cases;
using Inburgering.Arrivals;
using Inburgering.Enforcement;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Shared.Tests.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Enforcement;

/// <summary>ABB acts under its own procedure; its outcomes are taken in once each and decide nothing here.</summary>
public sealed class OutcomeIntakeTests(AzuriteFixture azurite)
{
    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task Outcomes_are_taken_once_each_and_the_case_stands_where_the_latest_says()
    {
        var (world, personId) = await ReferredAsync();
        var caseId = $"enf-{personId}";
        Incoming[] outcomes = [Incoming.Outcome(caseId, "opened", "2026-09-10"), Incoming.Outcome(caseId, "heard", "2026-10-01", 2), Incoming.Outcome(caseId, "sanctioned", "2026-10-20", 3, 150.50m)];

        await world.TakeAllAsync([.. outcomes, .. outcomes]);

        var referral = (await world.FileAsync(personId)).Enforcement!;
        Assert.Equal([EnforcementOutcomeKind.Opened, EnforcementOutcomeKind.Heard, EnforcementOutcomeKind.Sanctioned], referral.Outcomes.Select(fact => fact.Content.Outcome));
        Assert.Equal(new EnforcementStanding(EnforcementOutcomeKind.Sanctioned, 150.50m, null, 0), referral.Standing);
        Assert.Equal(3, (await world.Get<Inburgering.Storage.PersonStore>().AuditAsync(personId, CancellationToken.None)).Count(line => line.Action == "enforcementOutcome"));
    }

    [Fact]
    public async Task Five_deliveries_at_once_take_an_outcome_once()
    {
        var (world, personId) = await ReferredAsync();
        var opened = Incoming.Outcome($"enf-{personId}", "opened", "2026-09-10");

        await World.AtOnceAsync([.. Enumerable.Range(0, 5).Select(_ => (Func<Task>)(() => world.Another().TakeAsync(opened)))]);

        Assert.Single((await world.FileAsync(personId)).Enforcement!.Outcomes);
    }

    [Fact]
    public async Task An_older_outcome_that_arrives_late_takes_its_place_and_does_not_change_where_the_case_stands()
    {
        var (world, personId) = await ReferredAsync();
        var caseId = $"enf-{personId}";

        await world.TakeAllAsync(
            Incoming.Outcome(caseId, "paid", "2026-11-20", 4, 100m),
            Incoming.Outcome(caseId, "appealed", "2026-11-01", 3),
            Incoming.Outcome(caseId, "sanctioned", "2026-10-20", 2, 150m));

        Assert.Equal(
            new EnforcementStanding(EnforcementOutcomeKind.Paid, 150m, Day("2026-11-01"), 100m),
            (await world.FileAsync(personId)).Enforcement!.Standing);
    }

    [Theory]
    [InlineData("sanctioned")]
    [InlineData("dismissed")]
    [InlineData("paid")]
    [InlineData("closed")]
    public async Task No_outcome_changes_what_DWEWIS_hears_or_the_obligation(string outcome)
    {
        var (world, personId) = await ReferredAsync();

        await world.TakeAllAsync(Incoming.Outcome($"enf-{personId}", outcome, "2026-10-20", amount: 150m));
        await world.SettleAsync();

        Assert.Equal(["pending", "notFulfilled"], world.ToldDwewis(personId));
        Assert.IsType<Breached>((await world.FileAsync(personId)).Obligation);
        Assert.Single(world.Sender.DataOf("enforcement.referred"));
    }

    [Fact]
    public async Task An_outcome_that_meets_the_building_of_the_dossier_is_kept()
    {
        var (world, personId) = await ConfirmedAsync();

        await World.AtOnceAsync(() => world.Another().TakeAsync(Incoming.Outcome($"enf-{personId}", "opened", "2026-09-10")), () => world.Another().OrchestrateAsync(personId));

        var referral = (await world.FileAsync(personId)).Enforcement!;
        Assert.NotNull(referral.Dossier);
        Assert.Single(referral.Outcomes);
    }

    [Theory]
    [InlineData("enf-nobody")]
    [InlineData("nobody")]
    [InlineData("enf-")]
    [InlineData("enf-a b/../c")]
    public async Task A_case_that_was_never_referred_is_refused(string caseId)
    {
        var (world, _) = await ReferredAsync();

        var result = await world.TakeAsync(Incoming.Outcome(caseId, "opened", "2026-09-10"));

        Assert.Equal((DeadLetter.UnknownCase, "data.enforcementCaseId names no case of ours"), (result.DeadLetter!.Reason, result.DeadLetter.Description));
    }

    [Fact]
    public async Task A_person_who_was_not_referred_has_no_case()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person));
        var personId = await world.HolderAsync(Person.PermitNumber);

        Assert.Equal(DeadLetter.UnknownCase, (await world.TakeAsync(Incoming.Outcome($"enf-{personId}", "opened", "2026-03-02"))).DeadLetter!.Reason);
    }

    [Theory]
    [InlineData("outcome", "forgiven", "data.outcome must be one of opened, heard, sanctioned, dismissed, appealed, paid, closed")]
    [InlineData("date", "20/10/2026", "data.date must be a date like 2026-05-04")]
    [InlineData("date", "2999-12-31", "data.date must not be in the future")]
    [InlineData("enforcementCaseId", "", "data.enforcementCaseId must not be empty")]
    [InlineData("amount", "150", "data.amount must be an amount of euro from 0 to 1000000, in cents at the finest")]
    public async Task A_field_that_breaks_a_rule_is_refused_by_its_name(string field, string value, string description)
    {
        var (world, personId) = await ReferredAsync();

        var result = await world.TakeAsync(Incoming.Outcome($"enf-{personId}", "opened", "2026-09-10").With("broken", data => data[field] = value));

        Assert.Equal((DeadLetter.InvalidField, description), (result.DeadLetter!.Reason, result.DeadLetter.Description));
        Assert.Empty((await world.FileAsync(personId)).Enforcement!.Outcomes);
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(0.001)]
    [InlineData(1_000_001)]
    public async Task An_amount_that_is_none_is_refused(double amount)
    {
        var (world, personId) = await ReferredAsync();

        Assert.Equal(DeadLetter.InvalidField, (await world.TakeAsync(Incoming.Outcome($"enf-{personId}", "sanctioned", "2026-09-10", amount: (decimal)amount))).DeadLetter!.Reason);
    }

    private async Task<(World World, string PersonId)> ReferredAsync()
    {
        var (world, personId) = await ConfirmedAsync();
        await world.OrchestrateAsync(personId);
        await world.SettleAsync();
        world.Clock.MoveTo(InBrussels("2026-12-01"));
        return (world, personId);
    }

    private async Task<(World World, string PersonId)> ConfirmedAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person));
        await world.SettleAsync();
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        await world.TakeAllAsync(Incoming.Posted($"{personId}-1", "2026-03-02"));
        await world.MoveToAsync(InBrussels("2026-09-10"), personId);
        Assert.Null((await world.Get<BreachConfirming>().ConfirmAsync(personId, new CaseOfficer(Agency.Agii, "officer-7"), "No contact.", CancellationToken.None)).Refusal);
        return (world, personId);
    }
}
