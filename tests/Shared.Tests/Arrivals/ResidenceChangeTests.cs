using Inburgering.Arrivals;
using Inburgering.Cases;
using Inburgering.Compliance;
using Inburgering.Eligibility;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Arrivals;

/// <summary>
/// Moves, departure, death, naturalisation and return. The letter is dated 2 March 2026, posted the same day, received on Thursday
/// 5 March; the deadline is Monday 7 September 2026, because the 5th is a Saturday.
/// </summary>
public sealed class ResidenceChangeTests(AzuriteFixture azurite)
{
    private const string Antwerp = "11002";
    private const string Brussels = "21004";
    private const string Namur = "92094";
    private const string Leuven = "24062";

    private static readonly Somebody Person = new(1);

    [Fact]
    public async Task A_move_inside_Flanders_keeps_the_deadline_and_tells_both_agencies()
    {
        var world = await RunningAsync();

        await world.TakeAllAsync(Incoming.Moved(Person, Antwerp, "2026-05-01"));

        var file = await FileAsync(world);
        Assert.Equal((Agency.Atlas, Day("2026-09-07")), (file.Agency!.Value, Assert.IsType<Running>(file.Obligation).Term.DeadlineOn));
        var referral = world.Sender.DataOf("referral.made", file.PersonId)[^1];
        Assert.Equal(("atlas", "agii", "moved"), (referral.GetProperty("agency").GetString(), referral.GetProperty("previousAgency").GetString(), referral.GetProperty("reason").GetString()));
        Assert.Equal("2000", file.Registration!.Address.PostalCode);
        Assert.Single(file.Letters);
    }

    [Fact]
    public async Task A_move_to_Brussels_ends_and_encourages_and_AgII_takes_over()
    {
        var world = await RunningAsync(Antwerp);

        await world.TakeAllAsync(Incoming.Moved(Person, Brussels, "2026-05-01"));
        await world.SettleAsync();

        var file = await FileAsync(world);
        Assert.Equal((Day("2026-05-01"), EndReason.MovedToBrussels), Assert.IsType<Ended>(file.Obligation) is var ended ? (ended.EndedOn, ended.Reason) : default);
        Assert.Equal([LetterKind.Recruitment, LetterKind.Encouragement], file.Letters.Select(letter => letter.Kind));
        Assert.Equal((Agency.Agii, Agency.Agii), (file.Agency!.Value, file.Letters[1].Agency!.Value));
        Assert.Equal("atlas", world.Sender.DataOf("obligation.ended", file.PersonId)[0].GetProperty("agency").GetString());
        Assert.Equal("settledInBrussels", world.Sender.DataOf("referral.made", file.PersonId)[^1].GetProperty("reason").GetString());
        Assert.Equal(["pending", "notApplicable"], world.ToldDwewis(file.PersonId));
    }

    [Fact]
    public async Task A_move_to_Wallonia_ends_and_letters_stop() => await EndsSilentlyAsync(Incoming.Moved(Person, Namur, "2026-05-01"), EndReason.MovedToWallonia, EligibilityReason.SettledInWallonia);

    [Fact]
    public async Task A_departure_abroad_ends_and_letters_stop()
    {
        var world = await EndsSilentlyAsync(Incoming.Departed(Person, "2026-05-01"), EndReason.MovedAbroad, EligibilityReason.LeftBelgium);

        Assert.Equal(Region.Abroad, (await FileAsync(world)).Region);
    }

    [Fact]
    public async Task A_death_ends_and_letters_stop() => await EndsSilentlyAsync(Incoming.Deceased(Person, "2026-05-01"), EndReason.Deceased, EligibilityReason.Deceased);

    [Fact]
    public async Task Naturalisation_to_the_EU_ends_with_a_withdrawal_letter()
    {
        var world = await RunningAsync();

        await world.TakeAllAsync(Incoming.NationalityChanged(Person, "BE", "2026-05-01"));
        await world.SettleAsync();

        var file = await FileAsync(world);
        Assert.Equal(EndReason.Naturalised, Assert.IsType<Ended>(file.Obligation).Reason);
        Assert.Equal([LetterKind.Recruitment, LetterKind.Withdrawal], file.Letters.Select(letter => letter.Kind));
    }

    [Fact]
    public async Task Another_nationality_outside_the_EU_changes_nothing_of_the_obligation()
    {
        var world = await RunningAsync();

        await world.TakeAllAsync(Incoming.NationalityChanged(Person, "GB", "2026-05-01"));

        var file = await FileAsync(world);
        Assert.IsType<Running>(file.Obligation);
        Assert.Equal("GB", file.Details.Nationality);
    }

    [Fact]
    public async Task On_return_to_Flanders_the_remaining_days_run_on_and_each_step_is_shown()
    {
        var world = await RunningAsync();
        await world.TakeAllAsync(Incoming.Moved(Person, Brussels, "2026-05-01"));
        world.Clock.MoveTo(InBrussels("2026-10-05"));

        await world.TakeAllAsync(Incoming.Moved(Person, Antwerp, "2026-10-01", version: 3));
        await world.SettleAsync();

        // 129 days from 1 May to 7 September; from 1 October they end on Sunday 7 February 2027.
        var file = await FileAsync(world);
        var term = Assert.IsType<Running>(file.Obligation).Term;
        Assert.Equal((Day("2026-03-05"), Day("2027-02-08")), (term.ReceivedOn, term.DeadlineOn));
        Assert.Equal(
            [DerivationRule.ReceivedByPost, DerivationRule.MonthsAdded, DerivationRule.MovedToWorkingDay, DerivationRule.DaysRemained, DerivationRule.RemainingDaysRunOn, DerivationRule.MovedToWorkingDay],
            term.Derivation.Select(step => step.Rule));
        Assert.Equal((Day("2026-05-01"), Day("2026-09-07"), 129), (term.Derivation[3].From, term.Derivation[3].To, term.Derivation[3].Days!.Value));
        Assert.Equal((Day("2026-10-01"), Day("2027-02-07"), 129), (term.Derivation[4].From, term.Derivation[4].To, term.Derivation[4].Days!.Value));
        var resumed = world.Sender.DataOf("obligation.started", file.PersonId)[^1];
        Assert.Equal(("atlas", "2027-02-08", "resumed"), (resumed.GetProperty("agency").GetString(), resumed.GetProperty("deadlineOn").GetString(), resumed.GetProperty("reason").GetString()));
        Assert.Equal("2027-02-08", world.Sender.DataOf("reminder.requested", file.PersonId)[^1].GetProperty("deadlineOn").GetString());
        Assert.Equal([LetterKind.Recruitment, LetterKind.Encouragement], file.Letters.Select(letter => letter.Kind));
        Assert.Equal(["pending", "notApplicable", "pending"], world.ToldDwewis(file.PersonId));
    }

    [Fact]
    public async Task A_new_registration_after_a_departure_is_a_return()
    {
        var world = await RunningAsync();
        await world.TakeAllAsync(Incoming.Departed(Person, "2026-06-01"));
        world.Clock.MoveTo(InBrussels("2028-03-01"));

        await world.TakeAllAsync(Incoming.Registered(Person, version: 3).With("back", data => data["registeredOn"] = "2028-03-01"));

        // 98 days from 1 June to 7 September 2026.
        Assert.Equal(Day("2028-06-07"), Assert.IsType<Running>((await FileAsync(world)).Obligation).Term.DeadlineOn);
    }

    [Fact]
    public async Task Whoever_left_after_the_deadline_has_no_days_left_on_return_and_a_human_decides()
    {
        var world = await RunningAsync();
        await world.MoveToAsync(InBrussels("2026-09-10"), await world.RegisteredAsync(Person.NationalNumber));
        Assert.IsType<Breached>((await FileAsync(world)).Obligation);
        await world.TakeAllAsync(Incoming.Moved(Person, Brussels, "2026-09-09"));
        Assert.IsType<Ended>((await FileAsync(world)).Obligation);

        await world.TakeAllAsync(Incoming.Moved(Person, Antwerp, "2026-10-01", version: 3));

        var breached = Assert.IsType<Breached>((await FileAsync(world)).Obligation);
        Assert.Equal((Day("2026-09-07"), (BreachConfirmation?)null), (breached.Term.DeadlineOn, breached.Confirmation));
    }

    [Fact]
    public async Task Whoever_passes_while_away_has_fulfilled_on_return()
    {
        var world = await RunningAsync();
        await world.TakeAllAsync(Incoming.Moved(Person, Brussels, "2026-05-01"));
        await world.PassEverythingAsync(await world.RegisteredAsync(Person.NationalNumber));
        Assert.IsType<Ended>((await FileAsync(world)).Obligation);

        await world.TakeAllAsync(Incoming.Moved(Person, Antwerp, "2026-10-01", version: 3));

        Assert.IsType<Fulfilled>((await FileAsync(world)).Obligation);
    }

    [Fact]
    public async Task The_letter_that_arrives_while_away_gives_the_whole_term_from_the_return()
    {
        var world = await StartedAsync(Leuven);
        await world.TakeAllAsync(Incoming.Moved(Person, Brussels, "2026-03-03"));
        world.Clock.MoveTo(InBrussels("2026-03-06"));
        await world.TakeAllAsync(Incoming.Posted((await FileAsync(world)).Letters[0].LetterId, "2026-03-02"));
        Assert.IsType<Ended>((await FileAsync(world)).Obligation);

        await world.TakeAllAsync(Incoming.Moved(Person, Antwerp, "2026-05-04", version: 3));

        // Received on 5 March with 186 days to go.
        Assert.Equal(Day("2026-11-06"), Assert.IsType<Running>((await FileAsync(world)).Obligation).Term.DeadlineOn);
    }

    [Fact]
    public async Task A_confirmed_breach_keeps_the_dossier_wherever_the_person_moves()
    {
        var world = await RunningAsync(Antwerp);
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        await world.MoveToAsync(InBrussels("2026-09-10"), personId);
        Assert.Null((await world.Get<BreachConfirming>().ConfirmAsync(personId, new CaseOfficer(Agency.Atlas, "officer-7"), "No contact.", CancellationToken.None)).Refusal);
        await world.SettleAsync();

        await world.TakeAllAsync(Incoming.Moved(Person, Brussels, "2026-10-01"));
        await world.SettleAsync();

        var file = await FileAsync(world);
        Assert.NotNull(Assert.IsType<Breached>(file.Obligation).Confirmation);
        Assert.NotNull(file.Enforcement);
        Assert.Equal(["pending", "notFulfilled"], world.ToldDwewis(personId));
        await world.TakeAllAsync(Incoming.Moved(Person, Leuven, "2026-11-02", version: 3));
        Assert.NotNull(Assert.IsType<Breached>((await FileAsync(world)).Obligation).Confirmation);
        Assert.Equal(Agency.Agii, (await FileAsync(world)).Agency);
        Assert.Single(world.Sender.DataOf("enforcement.referred", personId));
        await world.PassEverythingAsync(personId);
        Assert.IsType<FulfilledLate>((await FileAsync(world)).Obligation);
    }

    [Fact]
    public async Task Death_ends_also_a_confirmed_breach_and_the_dossier_stays_on_record()
    {
        var world = await RunningAsync(Antwerp);
        var personId = await world.RegisteredAsync(Person.NationalNumber);
        await world.MoveToAsync(InBrussels("2026-09-10"), personId);
        await world.Get<BreachConfirming>().ConfirmAsync(personId, new CaseOfficer(Agency.Atlas, "officer-7"), "No contact.", CancellationToken.None);

        await world.TakeAllAsync(Incoming.Deceased(Person, "2026-10-01"));

        var file = await FileAsync(world);
        Assert.Equal(EndReason.Deceased, Assert.IsType<Ended>(file.Obligation).Reason);
        Assert.NotNull(file.Enforcement);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Registration_departure_and_death_end_the_same_in_any_order(int order)
    {
        var world = await World.CreateAsync(azurite);
        Incoming[] messages = [Incoming.Registered(Person), Incoming.Moved(Person, Brussels, "2026-03-10"), Incoming.Departed(Person, "2026-04-01", version: 3)];
        var left = messages.ToList();
        var first = left[order / 2];
        left.Remove(first);

        await world.TakeAllAsync(order % 2 == 0 ? [first, .. left] : [first, left[1], left[0]]);
        await world.SettleAsync();

        var file = await FileAsync(world);
        Assert.Equal((EligibilityReason.LeftBelgium, Region.Abroad), (file.Eligibility!.Reason, file.Region!.Value));
        Assert.False(file.Obligation is LetterPending or Running);
        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_fact_about_somebody_unknown_waits_until_they_are_known()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Moved(Person, Antwerp, "2026-03-02"));
        await world.SettleAsync();

        Assert.Empty(world.Sender.Received);
        Assert.Equal(ComplianceStatus.Unknown, (await world.Get<ComplianceQuery>().ByNationalNumberAsync(Person.NationalNumber, "dwewis-1", CancellationToken.None)).Status);
        await world.TakeAllAsync(Incoming.Granted(Person), Incoming.Registered(Person, permitNumber: Person.PermitNumber));
        await world.SettleAsync();
        var file = await FileAsync(world);
        Assert.Equal((Agency.Atlas, Person.PermitNumber), (file.Agency!.Value, file.HeldPermit!.PermitNumber));
        Assert.IsType<LetterPending>(file.Obligation);
        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Fact]
    public async Task The_number_may_stand_in_the_subject_only()
    {
        var world = await RunningAsync();
        var message = Incoming.Departed(Person, "2026-05-01").With("subject-only", data => data.Remove("nationalNumber"));
        message.Envelope["subject"] = Person.NationalNumber;

        await world.TakeAllAsync(message);

        Assert.IsType<Ended>((await FileAsync(world)).Obligation);
    }

    [Fact]
    public async Task Whoever_left_with_a_permit_for_a_later_stay_is_invited_again()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Person), Incoming.Registered(Person, permitNumber: Person.PermitNumber));
        world.Clock.MoveTo(InBrussels("2026-06-02"));
        await world.TakeAllAsync(Incoming.Departed(Person, "2026-06-01"));
        Assert.Equal(EligibilityReason.LeftBelgium, (await FileAsync(world)).Eligibility!.Reason);

        await world.TakeAllAsync(Incoming.Granted(Person).With("again", data => (data["permitNumber"], data["validFrom"]) = ("W-2027-0000001", "2027-04-01")));

        Assert.Equal((Treatment.PreArrivalAccess, EligibilityReason.PermitGranted), ((await FileAsync(world)).Eligibility!.Treatment, (await FileAsync(world)).Eligibility!.Reason));
        Assert.Equal(2, world.Sender.DataOf("invitation.requested").Count);
    }

    [Theory]
    [InlineData("moved", "movedOn", "data.movedOn is required")]
    [InlineData("moved", "municipality", "data.municipality is required")]
    [InlineData("moved", "address", "data.address is required")]
    [InlineData("departed", "departedOn", "data.departedOn is required")]
    [InlineData("deceased", "deceasedOn", "data.deceasedOn is required")]
    [InlineData("nationalityChanged", "nationality", "data.nationality is required")]
    [InlineData("nationalityChanged", "changedOn", "data.changedOn is required")]
    [InlineData("departed", "nationalNumber", "subject is required")]
    public async Task What_misses_is_named_and_nothing_is_written(string what, string field, string description)
    {
        var world = await World.CreateAsync(azurite);
        var message = what switch
        {
            "moved" => Incoming.Moved(Person, Antwerp, "2026-05-01"),
            "departed" => Incoming.Departed(Person, "2026-05-01"),
            "deceased" => Incoming.Deceased(Person, "2026-05-01"),
            _ => Incoming.NationalityChanged(Person, "BE", "2026-05-01"),
        };

        var result = await world.TakeAsync(message.With("broken", data => data.Remove(field)));

        Assert.StartsWith(description, result.DeadLetter!.Description, StringComparison.Ordinal);
        Assert.Equal(0, await world.CountFilesAsync());
    }

    private static async Task<PersonFile> FileAsync(World world) => await world.FileAsync(await world.RegisteredAsync(Person.NationalNumber));

    private async Task<World> EndsSilentlyAsync(Incoming fact, EndReason reason, EligibilityReason eligibility)
    {
        var world = await RunningAsync();

        await world.TakeAllAsync(fact);
        await world.MoveToAsync(InBrussels("2027-03-01"), await world.RegisteredAsync(Person.NationalNumber));

        var file = await FileAsync(world);
        Assert.Equal((Day("2026-05-01"), reason, eligibility), Assert.IsType<Ended>(file.Obligation) is var ended ? (ended.EndedOn, ended.Reason, file.Eligibility!.Reason) : default);
        Assert.Equal([LetterKind.Recruitment], file.Letters.Select(letter => letter.Kind));
        Assert.Empty(world.Sender.DataOf("reminder.requested", file.PersonId));
        Assert.Equal(["pending", "notApplicable"], world.ToldDwewis(file.PersonId));
        return world;
    }

    private async Task<World> StartedAsync(string municipality)
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Registered(Person, municipality));
        await world.SettleAsync();
        return world;
    }

    private async Task<World> RunningAsync(string municipality = Leuven)
    {
        var world = await StartedAsync(municipality);
        await world.TakeAllAsync(Incoming.Posted((await FileAsync(world)).Letters[0].LetterId, "2026-03-02"));
        Assert.Equal(Day("2026-09-07"), Assert.IsType<Running>((await FileAsync(world)).Obligation).Term.DeadlineOn);
        return world;
    }
}
