using System.Net;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>A labour migrant declares the partner who travels along.</summary>
public sealed class PartnerTests(SharedApp shared)
{
    private const string Path = "/api/v1/me/partners";

    [Fact]
    public async Task A_declared_partner_is_invited_once_and_gets_the_package()
    {
        var (worker, partner) = (await Learner.AbroadAsync(shared.App), Person.Invent("IN"));

        var first = (await shared.Api.PostAsync(Path, partner.AsPartner(), worker.Token)).With(HttpStatusCode.Created);
        var repeats = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => shared.Api.PostAsync(Path, partner.AsPartner(), worker.Token)));

        Assert.Equal(partner.AsPartner().ToJsonString(), first.Json.ToJsonString());
        Assert.All(repeats, repeat => Assert.Equal(first.Text, repeat.With(HttpStatusCode.Created).Text));
        var learner = await Learner.ActivateAsync(shared.App, partner, await Learner.InvitationCodeAsync(shared.App, partner));
        Assert.True((await learner.MeAsync())["access"]!.GetValue<bool>());
        Assert.NotEqual(await worker.PersonIdAsync(), await learner.PersonIdAsync());
        Assert.Single(await shared.Messages.SentDataAsync("notifications", "invitation.requested"), sent => sent.Text("email") == partner.Email);
    }

    [Fact]
    public async Task A_partner_declared_from_two_devices_at_once_is_one()
    {
        var (worker, partner) = (await Learner.AbroadAsync(shared.App), Person.Invent("IN"));

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => shared.Api.PostAsync(Path, partner.AsPartner(), worker.Token)));

        Assert.All(replies, reply => reply.With(HttpStatusCode.Created));
        await Learner.InvitationCodeAsync(shared.App, partner);
        Assert.Single(await shared.Messages.SentDataAsync("notifications", "invitation.requested"), sent => sent.Text("email") == partner.Email);
    }

    [Fact]
    public async Task Another_partner_is_refused_and_not_invited()
    {
        var (worker, partner, other) = (await Learner.AbroadAsync(shared.App), Person.Invent("IN"), Person.Invent("IN"));
        (await shared.Api.PostAsync(Path, partner.AsPartner(), worker.Token)).With(HttpStatusCode.Created);
        var before = await worker.EverythingAsync();

        (await shared.Api.PostAsync(Path, other.AsPartner(), worker.Token)).Problem(HttpStatusCode.Conflict, "inburgering:partnerAlreadyDeclared");

        Assert.Equal(before, await worker.EverythingAsync());
        Assert.DoesNotContain(await shared.Messages.SentDataAsync("notifications", "invitation.requested"), sent => sent.Text("email") == other.Email);
    }

    [Fact]
    public async Task The_partner_of_the_permit_stands_and_no_other_is_declared()
    {
        var (named, other) = (Person.Invent("IN"), Person.Invent("IN"));
        var worker = await Learner.AbroadAsync(shared.App, named);

        (await shared.Api.PostAsync(Path, other.AsPartner(), worker.Token)).Problem(HttpStatusCode.Conflict, "inburgering:partnerAlreadyDeclared");
        (await shared.Api.PostAsync(Path, named.AsPartner(), worker.Token)).With(HttpStatusCode.Created);

        await Learner.InvitationCodeAsync(shared.App, named);
        Assert.Single(await shared.Messages.SentDataAsync("notifications", "invitation.requested"), sent => sent.Text("email") == named.Email);
    }

    [Theory]
    [InlineData("BE")]
    [InlineData("PL")]
    [InlineData("NO")]
    [InlineData("CH")]
    public async Task A_partner_from_the_eu_or_as_free_as_one_needs_no_package(string nationality)
    {
        var worker = await Learner.AbroadAsync(shared.App);

        Assert.Equal(["nationality"], (await shared.Api.PostAsync(Path, Person.Invent(nationality).AsPartner(), worker.Token)).WrongFields());
    }

    [Theory]
    [InlineData("2008-03-03", false)]
    [InlineData("2008-03-02", true)]
    public async Task A_partner_is_at_least_eighteen_today(string birthDate, bool isTaken)
    {
        var worker = await Learner.AbroadAsync(shared.App);
        var partner = Person.Invent("IN").AsPartner();
        partner["birthDate"] = birthDate;

        var reply = await shared.Api.PostAsync(Path, partner, worker.Token);

        if (isTaken)
        {
            reply.With(HttpStatusCode.Created);
        }
        else
        {
            Assert.Equal(["birthDate"], reply.WrongFields());
        }
    }

    [Fact]
    public async Task Who_is_no_labour_migrant_declares_nobody()
    {
        var partner = Person.Invent("IN");
        await Learner.AbroadAsync(shared.App, partner);
        var learner = await Learner.ActivateAsync(shared.App, partner, await Learner.InvitationCodeAsync(shared.App, partner));

        (await shared.Api.PostAsync(Path, Person.Invent("IN").AsPartner(), learner.Token)).Problem(HttpStatusCode.Conflict, "inburgering:notALabourMigrant");
    }

    [Fact]
    public async Task Neither_of_a_couple_sees_the_others_file()
    {
        var partner = Person.Invent("IN");
        var worker = await Learner.AbroadAsync(shared.App, partner);
        var learner = await Learner.ActivateAsync(shared.App, partner, await Learner.InvitationCodeAsync(shared.App, partner));
        await learner.PassAsync("basis");

        var (partnersId, partnersData, workersData) = (await learner.PersonIdAsync(), await learner.EverythingAsync(), await worker.EverythingAsync());

        Assert.All(worker.Person.Identifiers, identifier => Assert.DoesNotContain(identifier, partnersData, StringComparison.Ordinal));
        Assert.DoesNotContain(await worker.PersonIdAsync(), partnersData, StringComparison.Ordinal);
        Assert.DoesNotContain(partnersId, workersData, StringComparison.Ordinal);
        Assert.All(partner.Identifiers, identifier => Assert.DoesNotContain(identifier, workersData, StringComparison.Ordinal));
        Assert.Equal("notStarted", (await worker.ProgressAsync("basis")).Text("status"));
    }
}
