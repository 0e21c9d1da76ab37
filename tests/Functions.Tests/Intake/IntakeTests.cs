using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contracts;

namespace Inburgering.Functions.Tests.Intake;

/// <summary>Messages take effect once, whatever their number and order.</summary>
public sealed class IntakeTests(AppFixture app)
{
    [Fact]
    public async Task The_same_message_five_times_at_once_is_taken_once()
    {
        var newcomer = new Newcomer();
        var (permit, registration) = (newcomer.Granted().ToJsonString(), newcomer.Registered("11002", permitNumber: newcomer.PermitNumber).ToJsonString());
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.PostMessageAsync("dwewis-permits", permit)));
        await app.SettleAsync();
        var token = await newcomer.SignedInAsync(app);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => app.PostMessageAsync("registry-registrations", registration)));
        await app.SettleAsync();
        Assert.Equal("letterPending", await StatusAsync(token));
        var personId = await PersonIdAsync(token);
        Assert.Single(await About("letters", "letter.requested", personId));
        Assert.Single(await About("agencies", "obligation.started", personId));
        Assert.Single(await About("agencies", "referral.made", personId));
        Assert.Single(await About("dwewis", "compliance.changed", personId));
    }

    [Fact]
    public async Task A_message_id_that_comes_back_with_other_content_changes_nothing()
    {
        var (newcomer, other) = (new Newcomer(), new Newcomer());
        var token = await newcomer.ActivatedAsync(app);
        await app.SendAsync("dwewis-permits", newcomer.Granted(version: 2, id: "repeated-" + newcomer.PermitNumber).ToJsonString());
        var before = (await app.JsonAsync(HttpMethod.Get, "/api/v1/me/data", token))["permits"]!.ToJsonString();
        Assert.Null(await app.SendAsync("dwewis-permits", other.Granted(id: "repeated-" + newcomer.PermitNumber).ToJsonString()));
        Assert.Equal(before, (await app.JsonAsync(HttpMethod.Get, "/api/v1/me/data", token))["permits"]!.ToJsonString());
        Assert.Empty(await app.OutgoingAsync("notifications", "invitation.requested", body => body["data"]!["email"]!.GetValue<string>() == other.Email));
    }

    [Fact]
    public async Task Registration_before_permit_ends_as_permit_before_registration()
    {
        var (late, early) = (new Newcomer(), new Newcomer());
        await app.SendAsync("registry-registrations", late.Registered("11002", permitNumber: late.PermitNumber).ToJsonString());
        await app.SendAsync("dwewis-permits", late.Granted().ToJsonString());
        await app.SendAsync("dwewis-permits", early.Granted().ToJsonString());
        await app.SendAsync("registry-registrations", early.Registered("11002", permitNumber: early.PermitNumber).ToJsonString());
        foreach (var newcomer in new[] { late, early })
        {
            var token = await newcomer.SignedInAsync(app);
            Assert.Equal("letterPending", await StatusAsync(token));
            Assert.Equal("pending", await ComplianceAsync(newcomer));
            Assert.Single(await About("letters", "letter.requested", await PersonIdAsync(token)));
        }
    }

    [Fact]
    public async Task Both_at_once_are_one_person()
    {
        foreach (var newcomer in Enumerable.Range(0, 8).Select(_ => new Newcomer()).ToList())
        {
            await Task.WhenAll(
                app.PostMessageAsync("registry-registrations", newcomer.Registered("11002", permitNumber: newcomer.PermitNumber).ToJsonString()),
                app.PostMessageAsync("dwewis-permits", newcomer.Granted().ToJsonString()));
            await app.SettleAsync();
            var token = await newcomer.SignedInAsync(app);
            Assert.Equal("letterPending", await StatusAsync(token));
        }
    }

    [Fact]
    public async Task An_older_version_after_a_newer_changes_nothing()
    {
        var newcomer = new Newcomer();
        await app.SendAsync("registry-registrations", newcomer.Registered("44021", version: 2).ToJsonString());
        await app.SendAsync("registry-registrations", newcomer.Registered("11002", version: 1).ToJsonString());
        var letter = Assert.Single(await app.OutgoingAsync("letters", "letter.requested", body => body["data"]!["recipient"]!["name"]!.GetValue<string>().EndsWith(newcomer.Details()["familyName"]!.GetValue<string>(), StringComparison.Ordinal)));
        var agencies = await About("agencies", "referral.made", letter["subject"]!.GetValue<string>());
        Assert.Equal("amal", Assert.Single(agencies)["data"]!["agency"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_family_member_is_obliged_through_the_worker_whoever_registers_first(bool workerFirst)
    {
        var (worker, partner) = (new Newcomer(), new Newcomer());
        var messages = new[]
        {
            worker.Registered("11002", household: partner).ToJsonString(),
            partner.Registered("11002", "family").ToJsonString(),
        };
        foreach (var message in workerFirst ? messages : messages.Reverse())
        {
            await app.SendAsync("registry-registrations", message);
        }

        Assert.Equal("pending", await ComplianceAsync(partner));
        Assert.Equal("pending", await ComplianceAsync(worker));
    }

    [Fact]
    public async Task A_seasonal_permit_after_the_registration_ends_the_obligation_with_a_letter()
    {
        var newcomer = new Newcomer();
        await app.SendAsync("registry-registrations", newcomer.Registered("11002", permitNumber: newcomer.PermitNumber).ToJsonString());
        Assert.Equal("pending", await ComplianceAsync(newcomer));
        await app.SendAsync("dwewis-permits", newcomer.Granted(category: "seasonal").ToJsonString());
        Assert.Equal("notApplicable", await ComplianceAsync(newcomer));
        var letters = await app.OutgoingAsync("letters", "letter.requested", body => body["data"]!["recipient"]!["name"]!.GetValue<string>().EndsWith(newcomer.Details()["familyName"]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.Equal(["recruitment", "withdrawal"], letters.Select(letter => letter["data"]!["kind"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Every_event_that_leaves_holds_to_its_schema()
    {
        var (worker, partner) = (new Newcomer(), new Newcomer());
        await worker.ActivatedAsync(app, partner);
        await app.SendAsync("registry-registrations", worker.Registered("11002", permitNumber: worker.PermitNumber, household: partner).ToJsonString());
        foreach (var subscription in new[] { "notifications", "letters", "agencies", "enforcement", "dwewis" })
        {
            foreach (var item in (await app.JsonAsync(HttpMethod.Get, $"/local/servicebus/inburgering-events/subscriptions/{subscription}/messages", null))["items"]!.AsArray())
            {
                await ContractFiles.AssertValidAsync(item!["body"]!["type"]!.GetValue<string>(), item["body"]!.ToJsonString());
            }
        }
    }

    private async Task<string> StatusAsync(string token) => (await app.JsonAsync(HttpMethod.Get, "/api/v1/me", token))["obligation"]!["status"]!.GetValue<string>();

    private async Task<string> PersonIdAsync(string token) => (await app.JsonAsync(HttpMethod.Get, "/api/v1/me", token))["personId"]!.GetValue<string>();

    private Task<IReadOnlyList<JsonNode>> About(string subscription, string type, string personId) => app.OutgoingAsync(subscription, type, body => body["subject"]!.GetValue<string>() == personId);

    private async Task<string> ComplianceAsync(Newcomer newcomer)
    {
        var answer = await app.JsonAsync(HttpMethod.Post, "/api/v1/compliance/query", await app.TokenAsync("dwewis", "dwewis"), new { nationalNumber = newcomer.NationalNumber });
        await ContractFiles.AssertAnswersAsync("ComplianceAnswer", answer);
        return answer["status"]!.GetValue<string>();
    }
}
