using Inburgering.Accounts;
using Inburgering.Arrivals;
using Inburgering.Certificates;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.People;

/// <summary>Where no identifier says whether two files are one person's, a case officer decides, and never the system.</summary>
public sealed class MatchQueueTests(AzuriteFixture azurite)
{
    private const string Officer = "officer-7";
    private static readonly Somebody Granted = new(1);
    private static readonly Somebody Arrived = new(2);

    [Fact]
    public async Task Somebody_new_who_registers_waits_beside_whoever_was_born_that_day_with_that_nationality()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(
            Incoming.Granted(Granted),
            Incoming.Granted(new Somebody(3, BirthDate: "1990-01-01")),
            Incoming.Granted(new Somebody(4)).With("another nationality", data => data["holder"]!["nationality"] = "IN"));

        await world.TakeAllAsync(Incoming.Registered(Arrived), Incoming.Registered(Arrived));

        var (candidate, person, other) = Assert.Single(await WaitingAsync(world));
        Assert.Equal(MatchReason.EqualBirthDateAndNationality, candidate.Reason);
        Assert.Equal((await world.RegisteredAsync(Arrived.NationalNumber), await world.HolderAsync(Granted.PermitNumber)), (person.PersonId, other.PersonId));
        Assert.Equal(4, await world.CountFilesAsync());
        Assert.Empty(await WaitingAsync(world, Agency.Atlas));
    }

    [Fact]
    public async Task A_permit_that_comes_after_the_registration_is_a_question_too_for_the_agency_of_whoever_registered()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(
            Incoming.Registered(Arrived, "44021"),
            Incoming.Registered(new Somebody(3, BirthDate: "1990-01-01"), "44021"),
            Incoming.Registered(new Somebody(4), "44021", permitNumber: "W-4"),
            Incoming.Granted(new Somebody(4)).With("the permit that the registration names", data => data["permitNumber"] = "W-4"));

        await world.TakeAllAsync(Incoming.Granted(Granted), Incoming.Granted(Granted));

        var (candidate, person, other) = Assert.Single(await WaitingAsync(world, Agency.Amal));
        Assert.Equal(MatchReason.EqualBirthDateAndNationality, candidate.Reason);
        Assert.Equal((await world.HolderAsync(Granted.PermitNumber), await world.RegisteredAsync(Arrived.NationalNumber)), (person.PersonId, other.PersonId));
    }

    [Fact]
    public async Task The_agency_of_the_place_decides()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(Granted), Incoming.Registered(Arrived, "44021"));

        Assert.Single(await WaitingAsync(world, Agency.Amal));
        Assert.Empty(await WaitingAsync(world));
    }

    [Fact]
    public async Task Whom_an_identifier_tells_and_whom_the_Register_knows_wait_for_nobody()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(Granted), Incoming.Registered(Granted, permitNumber: Granted.PermitNumber), Incoming.Registered(Arrived));

        Assert.Empty(await WaitingAsync(world));
    }

    [Fact]
    public async Task An_identifier_that_was_passed_over_is_a_question_too_but_not_where_the_Register_answers_it()
    {
        var world = await World.CreateAsync(azurite);
        var another = new Somebody(2, BirthDate: "1985-02-02", GivenNames: "Mehmet");

        await world.TakeAllAsync(
            Incoming.Granted(Granted),
            Incoming.Granted(another).With("same permit number", data => data["permitNumber"] = Granted.PermitNumber),
            Incoming.Registered(new Somebody(5, GivenNames: "Zeynep"), permitNumber: "W-5", withPassport: true),
            Incoming.Registered(new Somebody(6, GivenNames: "Elif"), permitNumber: "W-5"));

        Assert.Single(await WaitingAsync(world), waiting => waiting.Candidate.Reason == MatchReason.SharedIdentifier);
    }

    [Fact]
    public async Task Two_found_different_stay_two_and_are_never_asked_again()
    {
        var (world, candidate) = await WaitingOneAsync();

        var decided = await DecideAsync(world, candidate, MatchDecision.Different);
        await world.SettleAsync();

        Assert.Equal((MatchDecision.Different, null), (decided.Value!.Decided.Decision, decided.Value.Decided.StaysId));
        Assert.Equal(2, await world.CountFilesAsync());
        Assert.Empty(await WaitingAsync(world));
        foreach (var personId in new[] { candidate.PersonId, candidate.OtherId })
        {
            Assert.Contains(await AuditAsync(world, personId), line => (line.Action, line.Actor.Id) == ("foundDifferentPerson", Officer));
        }

        Assert.Equal(decided.Value.Decided.DecidedAt, (await DecideAsync(world, candidate, MatchDecision.Different)).Value!.Decided.DecidedAt);
        Assert.Equal("decidedOtherwise", (await DecideAsync(world, candidate, MatchDecision.Same)).Refusal!.Code);
    }

    [Fact]
    public async Task Two_found_different_are_not_joined_by_a_message_either()
    {
        var (world, candidate) = await WaitingOneAsync();
        await DecideAsync(world, candidate, MatchDecision.Different);

        // It names the permit of one and the number of the other.
        await world.TakeAllAsync(Incoming.Registered(Arrived, permitNumber: Granted.PermitNumber, version: 2));

        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task Two_found_the_same_are_one_with_all_that_was_learnt_and_sent()
    {
        var (world, candidate) = await WaitingOneAsync(passed: true);
        var proof = (await world.FileAsync(candidate.OtherId)).Certificate!.VerificationCode;

        var decided = await DecideAsync(world, candidate, MatchDecision.Same);
        await world.SettleAsync();

        Assert.Equal(candidate.PersonId, decided.Value!.Decided.StaysId);
        Assert.Equal(1, await world.CountFilesAsync());
        Assert.Empty(await WaitingAsync(world));
        var file = await world.FileAsync(candidate.OtherId);
        Assert.Equal(candidate.PersonId, file.PersonId);
        Assert.IsType<Fulfilled>(file.Obligation);
        Assert.NotNull(file.HeldPermit);
        Assert.NotNull(file.Account);
        Assert.Single(file.Letters, letter => letter.Kind == Inburgering.Letters.LetterKind.Recruitment);
        Assert.Equal(["pending", "fulfilled"], world.ToldDwewis(file.PersonId));
        Assert.Equal(proof, (await world.Get<CertificateVerification>().FindAsync(proof, CancellationToken.None))!.Value.Certificate.VerificationCode);
        Assert.Equal(file.PersonId, await world.HolderAsync(Granted.PermitNumber));
        Assert.Contains(await AuditAsync(world, candidate.PersonId), line => (line.Action, line.Actor.Id) == ("foundSamePerson", Officer));
        Assert.Contains(await AuditAsync(world, candidate.OtherId), line => (line.Action, line.Actor.Id, line.Detail) == ("joinedInto", Officer, candidate.PersonId));

        var before = RowCodec.ToJson(file).GetRawText();
        Assert.Equal(decided.Value.Decided.DecidedAt, (await DecideAsync(world, candidate, MatchDecision.Same)).Value!.Decided.DecidedAt);
        await world.SettleAsync();
        Assert.Equal(before, RowCodec.ToJson(await world.FileAsync(file.PersonId)).GetRawText());
        Assert.Equal("decidedOtherwise", (await DecideAsync(world, candidate, MatchDecision.Different)).Refusal!.Code);
        await foreach (var trail in world.Get<AuditVerification>().AllAsync(DateTimeOffset.UtcNow.AddHours(-1), CancellationToken.None))
        {
            Assert.Empty(trail.Faults);
        }
    }

    [Fact]
    public async Task The_officer_may_say_whose_file_it_is_and_nobody_elses()
    {
        var (world, candidate) = await WaitingOneAsync();

        Assert.Equal("personId", (await DecideAsync(world, candidate, MatchDecision.Same, "somebodyelse")).Refusal!.Field);
        Assert.Equal("personId", (await DecideAsync(world, candidate, MatchDecision.Different, candidate.OtherId)).Refusal!.Field);
        Assert.Equal(candidate.OtherId, (await DecideAsync(world, candidate, MatchDecision.Same, candidate.OtherId)).Value!.Decided.StaysId);

        var file = await world.FileAsync(candidate.PersonId);
        Assert.Equal(candidate.OtherId, file.PersonId);
        Assert.NotNull(file.Registration);
        Assert.Equal(file.PersonId, await world.RegisteredAsync(Arrived.NationalNumber));
    }

    [Fact]
    public async Task Another_agencys_question_and_nobodys_are_not_there()
    {
        var (world, candidate) = await WaitingOneAsync();

        foreach (var (id, agency) in new[] { (candidate.CandidateId, Agency.Atlas), (new string('a', 32), Agency.Agii), ("../x", Agency.Agii) })
        {
            var answer = await world.Get<MatchDeciding>().DecideAsync(id, MatchDecision.Same, null, agency, Officer, CancellationToken.None);
            Assert.Equal(RefusalKind.NotFound, answer.Refusal!.Kind);
        }
    }

    [Fact]
    public async Task Two_who_became_one_by_an_identifier_leave_the_list()
    {
        var (world, candidate) = await WaitingOneAsync();

        await world.TakeAllAsync(Incoming.Registered(Arrived, permitNumber: Granted.PermitNumber, version: 2));

        Assert.Equal(1, await world.CountFilesAsync());
        Assert.Empty(await WaitingAsync(world));
        Assert.Equal("alreadyOnePerson", (await DecideAsync(world, candidate, MatchDecision.Different)).Refusal!.Code);
    }

    [Fact]
    public async Task Two_with_accounts_of_their_own_are_not_joined()
    {
        var (world, candidate) = await WaitingOneAsync(passed: true);
        await BindAsync(world, candidate.PersonId, "bob");

        Assert.Equal("bothAccountsBound", (await DecideAsync(world, candidate, MatchDecision.Same)).Refusal!.Code);
        Assert.Equal(2, await world.CountFilesAsync());
        Assert.Single(await WaitingAsync(world));
    }

    /// <summary>The process ends at every storage request in turn; nobody decides again, and the message to self makes it good.</summary>
    [Theory]
    [InlineData(MatchDecision.Same)]
    [InlineData(MatchDecision.Different)]
    public async Task A_decision_that_was_cut_short_is_whole_or_not_at_all(MatchDecision decision)
    {
        var requests = new StorageRequests();
        var (counted, countedOne) = await WaitingOneAsync();
        await DecideAsync(counted.Another(requests), countedOne, decision);

        await Parallel.ForEachAsync(Enumerable.Range(1, requests.Sent), async (number, _) =>
        {
            var (world, candidate) = await WaitingOneAsync();
            await StorageRequests.UntilCrashAsync(() => DecideAsync(world.Another(StorageRequests.CrashingAt(number, tookEffect: true)), candidate, decision));
            await world.SettleAsync();

            var isDecided = (await WaitingAsync(world)).Count == 0;
            Assert.Equal(isDecided && decision == MatchDecision.Same ? 1 : 2, await world.CountFilesAsync());
            Assert.Null((await DecideAsync(world, candidate, decision)).Refusal);
            await world.SettleAsync();
            Assert.Equal(decision == MatchDecision.Same ? 1 : 2, await world.CountFilesAsync());
            Assert.Empty(await WaitingAsync(world));
            Assert.Single(await AuditAsync(world, candidate.PersonId), line => line.Action is "foundSamePerson" or "foundDifferentPerson");
            Assert.Single(await AuditAsync(world, candidate.OtherId), line => line.Action is "joinedInto" or "foundDifferentPerson");
        });
    }

    /// <summary>Registered under a BIS number, then under a national number that nothing ties to it, then something does.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_BIS_file_and_a_national_numbers_file_become_one_when_a_message_shows_it(bool bisFirst)
    {
        var world = await World.CreateAsync(azurite);
        Incoming[] apart = [Incoming.RegisteredUnderBis(Granted, withPassport: true), Incoming.Registered(Granted, "44021", permitNumber: Granted.PermitNumber)];
        await world.TakeAllAsync(bisFirst ? apart : [.. apart.Reverse()]);
        await world.SettleAsync();
        Assert.Equal(2, await world.CountFilesAsync());

        // It names the permit of one and the passport of the other.
        await world.TakeAllAsync(Incoming.Granted(Granted));
        await world.SettleAsync();

        Assert.Equal(1, await world.CountFilesAsync());
        var file = await world.FileAsync(await world.RegisteredAsync(Granted.NationalNumber));
        Assert.Equal(file.PersonId, await world.RegisteredAsync(Granted.BisNumber));
        Assert.Equal([Granted.BisNumber, Granted.NationalNumber], file.Registrations.Select(fact => fact.Content.NationalNumber));
        Assert.Equal(("44021", Agency.Amal), (file.Registration!.Municipality, file.Agency!.Value));
        Assert.IsType<LetterPending>(file.Obligation);
        Assert.Equal(2, file.Letters.Count);
        Assert.Single(file.HeldPermits);
    }

    [Fact]
    public async Task A_BIS_file_of_another_given_name_stays_apart()
    {
        var world = await World.CreateAsync(azurite);
        var twin = Granted with { GivenNames = "Fatma" };

        await world.TakeAllAsync(
            Incoming.RegisteredUnderBis(twin, withPassport: true),
            Incoming.Registered(Granted, permitNumber: Granted.PermitNumber),
            Incoming.Granted(Granted));

        Assert.Equal(2, await world.CountFilesAsync());
    }

    /// <summary>Somebody was granted a permit, and somebody registered in Leuven who may be the same.</summary>
    private async Task<(World World, MatchCandidate Candidate)> WaitingOneAsync(bool passed = false)
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Granted));
        if (passed)
        {
            var holderId = await world.HolderAsync(Granted.PermitNumber);
            await BindAsync(world, holderId, "alice");
            await world.PassEverythingAsync(holderId);
        }

        await world.TakeAllAsync(Incoming.Registered(Arrived));
        await world.SettleAsync();
        return (world, Assert.Single(await WaitingAsync(world)).Candidate);
    }

    private static async Task BindAsync(World world, string personId, string subject)
    {
        await world.SettleAsync();
        var code = world.Sender.Received
            .Where(message => message.Type.EndsWith("invitation.requested", StringComparison.Ordinal) || message.Type.EndsWith("letter.requested", StringComparison.Ordinal))
            .Where(message => message.PersonId == personId)
            .Select(message => System.Text.Json.JsonDocument.Parse(message.DataJson).RootElement.GetProperty("activationCode").GetString()!)
            .Last();
        Assert.NotNull((await world.Get<AccountActivation>().ActivateAsync("https://issuer.example", subject, code, Day("1991-05-17"), CancellationToken.None)).Value);
    }

    private static async Task<IReadOnlyList<(MatchCandidate Candidate, PersonFile Person, PersonFile Other)>> WaitingAsync(World world, Agency agency = Agency.Agii) =>
        (await world.Get<MatchQueue>().PageAsync(agency, null, CancellationToken.None)).Items;

    private static Task<Answer<MatchOutcome>> DecideAsync(World world, MatchCandidate candidate, MatchDecision decision, string? staysId = null) =>
        world.Get<MatchDeciding>().DecideAsync(candidate.CandidateId, decision, staysId, candidate.Agency, Officer, CancellationToken.None);

    private static Task<List<AuditEntry>> AuditAsync(World world, string personId) => world.Get<PersonStore>().AuditAsync(personId, CancellationToken.None);
}
