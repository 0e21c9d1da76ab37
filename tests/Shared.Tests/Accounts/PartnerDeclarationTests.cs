using System.Text.Json;
using Inburgering.Accounts;
using Inburgering.Eligibility;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Shared.Tests.Storage;
using Inburgering.Shared.Tests.TestData;
using static Inburgering.Shared.Tests.TestData.Days;

namespace Inburgering.Shared.Tests.Accounts;

public sealed class PartnerDeclarationTests(AzuriteFixture azurite)
{
    private static readonly Somebody Worker = new(1);
    private static readonly Somebody Registering = new(2, BirthDate: "1990-11-02", GivenNames: "Deniz");
    private static readonly PersonDetails Deniz = new("Deniz", "Yılmaz", Day("1990-11-02"), "TR", Email: "deniz@example.org");

    [Fact]
    public async Task A_declared_partner_is_invited_and_has_access_before_arrival()
    {
        var (world, workerId) = await GrantedAsync();

        var answer = await DeclareAsync(world, workerId, Deniz);

        var partner = await world.FileAsync(answer.Value!);
        Assert.Equal(EligibilityReason.TravellingPartner, partner.Eligibility!.Reason);
        Assert.Equal((workerId, answer.Value), (partner.DeclaredBy, (await world.FileAsync(workerId)).PartnerId));
        var invitation = Assert.Single(world.Sender.DataOf("invitation.requested", answer.Value));
        Assert.Equal(("deniz@example.org", "tr"), (invitation.GetProperty("email").GetString(), invitation.GetProperty("language").GetString()));
    }

    [Fact]
    public async Task Declaring_the_same_partner_again_answers_the_same()
    {
        var (world, workerId) = await GrantedAsync();
        var first = await DeclareAsync(world, workerId, Deniz);

        var again = await DeclareAsync(world, workerId, Deniz);

        Assert.Equal(first.Value, again.Value);
        Assert.Single(world.Sender.DataOf("invitation.requested", first.Value));
        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task Declaring_the_same_partner_twice_at_once_makes_one_person()
    {
        foreach (var _ in Enumerable.Range(0, 6))
        {
            var (world, workerId) = await GrantedAsync();

            var answers = await World.AtOnceAsync(() => DeclareAsync(world, workerId, Deniz), () => DeclareAsync(world.Another(), workerId, Deniz));

            Assert.Equal(answers[0].Value, answers[1].Value);
            Assert.NotNull(answers[0].Value);
            Assert.Equal(2, await world.CountFilesAsync());
        }
    }

    [Fact]
    public async Task Of_two_different_partners_at_once_one_is_refused()
    {
        var (world, workerId) = await GrantedAsync();

        var answers = await World.AtOnceAsync(
            () => DeclareAsync(world, workerId, Deniz),
            () => DeclareAsync(world.Another(), workerId, Deniz with { BirthDate = Day("1989-01-01") }));

        Assert.Single(answers, answer => answer.Refusal?.Code == "partnerAlreadyDeclared");
        Assert.Equal(answers.Single(answer => answer.Value is not null).Value, (await world.FileAsync(workerId)).PartnerId);
    }

    [Fact]
    public async Task A_second_partner_is_refused()
    {
        var (world, workerId) = await GrantedAsync();
        await DeclareAsync(world, workerId, Deniz);

        Assert.Equal("partnerAlreadyDeclared", (await DeclareAsync(world, workerId, Deniz with { BirthDate = Day("1989-01-01") })).Refusal!.Code);
    }

    [Fact]
    public async Task The_partner_whom_the_permit_names_is_the_one_who_is_declared()
    {
        var world = await World.CreateAsync(azurite);
        var partner = new Somebody(2, BirthDate: "1990-11-02", GivenNames: "DENİZ");
        await world.TakeAllAsync(Incoming.Granted(Worker, partner));
        var workerId = await world.HolderAsync(Worker.PermitNumber);

        var answer = await DeclareAsync(world, workerId, Deniz);

        Assert.Equal((await world.FileAsync(workerId)).PartnerId, answer.Value);
        Assert.Equal(2, await world.CountFilesAsync());
        Assert.Single(world.Sender.DataOf("invitation.requested", answer.Value));
    }

    [Fact]
    public async Task Only_a_labour_migrant_of_the_target_group_can_declare_a_partner()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Worker, category: "seasonal"));

        Assert.Equal("notALabourMigrant", (await DeclareAsync(world, await world.HolderAsync(Worker.PermitNumber), Deniz)).Refusal!.Code);
        Assert.Equal(RefusalKind.NotFound, (await DeclareAsync(world, "nobody", Deniz)).Refusal!.Kind);
        Assert.Equal(1, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_declared_partner_who_registers_as_family_and_is_linked_is_obliged()
    {
        var (world, workerId) = await GrantedAsync();
        await DeclareAsync(world, workerId, Deniz);
        var partner = new Somebody(2, BirthDate: "1990-11-02");

        await world.TakeAllAsync(
            Incoming.Registered(Worker, permitNumber: Worker.PermitNumber, household: [partner]),
            Incoming.Registered(partner, reason: "family"));
        await world.SettleAsync();

        Assert.IsType<LetterPending>((await world.FileAsync(await world.RegisteredAsync(partner.NationalNumber))).Obligation);
    }

    [Fact]
    public async Task Ten_declarations_at_once_send_one_invitation_whoever_they_name()
    {
        foreach (var sameOne in new[] { true, false })
        {
            var (world, workerId) = await GrantedAsync();

            var answers = await World.AtOnceAsync([.. Enumerable.Range(0, 10).Select(number => (Func<Task<Answer<string>>>)(() => DeclareAsync(
                world.Another(), workerId, sameOne ? Deniz : Deniz with { BirthDate = Deniz.BirthDate.AddDays(number), Email = $"{number}@example.org" })))]);
            await world.SettleAsync();

            var partnerId = (await world.FileAsync(workerId)).PartnerId!;
            Assert.All(answers, answer => Assert.True(answer.Value == partnerId || (!sameOne && answer.Refusal?.Code == "partnerAlreadyDeclared")));
            Assert.Equal(partnerId, Assert.Single(world.Sender.DataOf("invitation.requested"), sent => sent.GetProperty("personId").GetString() != workerId).GetProperty("personId").GetString());
            Assert.Equal(2, await world.CountFilesAsync());
        }
    }

    [Fact]
    public async Task The_same_birth_date_under_another_name_is_refused_and_says_why()
    {
        var (world, workerId) = await GrantedAsync();
        await DeclareAsync(world, workerId, Deniz);

        var refusal = (await DeclareAsync(world, workerId, Deniz with { GivenNames = "Can" })).Refusal!;

        Assert.Equal((RefusalKind.Conflict, "partnerAlreadyDeclared"), (refusal.Kind, refusal.Code));
        Assert.Contains("under another name", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal("Deniz", (await world.FileAsync((await world.FileAsync(workerId)).PartnerId!)).Details.GivenNames);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_declared_partner_who_registers_with_the_permit_number_is_the_same_person_in_either_order(bool declaredFirst)
    {
        var (world, workerId) = await GrantedAsync();
        var registration = Incoming.Registered(Registering, reason: "family", permitNumber: Worker.PermitNumber);

        if (declaredFirst)
        {
            await DeclareAsync(world, workerId, Deniz);
            await world.TakeAllAsync(registration);
        }
        else
        {
            await world.TakeAllAsync(registration);
            await DeclareAsync(world, workerId, Deniz);
        }

        await world.SettleAsync();

        Assert.Equal(2, await world.CountFilesAsync());
        var partner = await world.FileAsync(await world.RegisteredAsync(Registering.NationalNumber));
        Assert.Equal((workerId, EligibilityReason.FamilyInFlanders), (partner.DeclaredBy, partner.Eligibility!.Reason));
        Assert.Equal(partner.PersonId, (await world.FileAsync(workerId)).PartnerId);

        // An address that the worker typed does not open the file of somebody who is registered.
        Assert.Equal(declaredFirst ? 1 : 0, world.Sender.DataOf("invitation.requested", partner.PersonId).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_partner_who_registers_under_a_later_permit_of_the_worker_is_the_same_person_in_any_order(int order)
    {
        var (world, workerId) = await GrantedAsync();
        var later = Incoming.Granted(Worker).With("later permit", data =>
        {
            data["permitNumber"] = "W-2027-0000001";
            data["validFrom"] = "2027-04-01";
        });
        var registration = Incoming.Registered(Registering, reason: "family", permitNumber: "W-2027-0000001");
        Func<Task>[] steps = [() => DeclareAsync(world, workerId, Deniz), () => world.TakeAllAsync(later), () => world.TakeAllAsync(registration)];
        int[][] orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

        foreach (var step in orders[order])
        {
            await steps[step]();
        }

        await world.SettleAsync();

        Assert.Equal(2, await world.CountFilesAsync());
        Assert.Equal(workerId, (await world.FileAsync(await world.RegisteredAsync(Registering.NationalNumber))).DeclaredBy);
    }

    [Fact]
    public async Task Somebody_of_another_name_does_not_come_into_the_file_of_a_declared_partner()
    {
        var (world, workerId) = await GrantedAsync();
        await DeclareAsync(world, workerId, Deniz);

        await world.TakeAllAsync(Incoming.Registered(Registering with { GivenNames = "Can" }, reason: "family", permitNumber: Worker.PermitNumber));

        Assert.Equal(3, await world.CountFilesAsync());
    }

    /// <summary>The process ends at every storage request in turn; nobody tries again, and the sweep makes it good.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_declaration_that_was_cut_short_is_whole_or_not_at_all_in_the_end(bool tookEffect)
    {
        var requests = new StorageRequests();
        var (counted, countedId) = await GrantedAsync();
        await DeclareAsync(counted.Another(requests), countedId, Deniz);

        foreach (var number in Enumerable.Range(1, requests.Sent))
        {
            var (world, workerId) = await GrantedAsync();
            await StorageRequests.UntilCrashAsync(() => DeclareAsync(world.Another(StorageRequests.CrashingAt(number, tookEffect)), workerId, Deniz));
            await world.SettleAsync();

            var partnerId = (await world.FileAsync(workerId)).PartnerId;
            Assert.Equal(partnerId is null ? 1 : 2, await world.CountFilesAsync());
            Assert.Equal(partnerId is null ? 0 : 1, world.Sender.DataOf("invitation.requested").Count(sent => sent.GetProperty("personId").GetString() != workerId));
            Assert.NotNull((await DeclareAsync(world, workerId, Deniz)).Value);
        }
    }

    [Theory]
    [InlineData("nationality", "\"FR\"", "nationality must be of a country outside the EU")]
    [InlineData("birthDate", "\"2010-01-01\"", "birthDate must be at least 18 years ago")]
    [InlineData("email", null, "email is required")]
    [InlineData("familyName", "\"\"", "familyName must not be empty")]
    public void What_is_declared_is_checked(string field, string? json, string rule)
    {
        var request = System.Text.Json.Nodes.JsonNode.Parse("""{ "givenNames": "Deniz", "familyName": "Yılmaz", "birthDate": "1990-11-02", "nationality": "TR", "email": "deniz@example.org" }""")!.AsObject();
        request.Remove(field);
        if (json is not null)
        {
            request[field] = System.Text.Json.Nodes.JsonNode.Parse(json);
        }

        var reader = FieldReader.ForRequest(JsonSerializer.SerializeToElement(request));
        PartnerDeclaration.Read(reader, TestPolicy.Current, Day("2026-03-02"));

        Assert.StartsWith(rule, Assert.Single(reader.Errors).ToString(), StringComparison.Ordinal);
    }

    private async Task<(World World, string WorkerId)> GrantedAsync()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Worker));
        return (world, await world.HolderAsync(Worker.PermitNumber));
    }

    private static Task<Answer<string>> DeclareAsync(World world, string workerId, PersonDetails partner) =>
        world.Get<PartnerDeclaration>().DeclareAsync(workerId, partner, CancellationToken.None);
}
