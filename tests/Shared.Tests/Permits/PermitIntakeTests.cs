using Inburgering.Shared.Tests.Storage;
using Inburgering.Storage;

namespace Inburgering.Shared.Tests.Permits;

public sealed class PermitIntakeTests(AzuriteFixture azurite)
{
    private static readonly Somebody Holder = new(1);
    private static readonly Somebody Partner = new(2, BirthDate: "1990-11-02", Language: "ar");

    [Fact]
    public async Task A_granted_permit_invites_its_holder_with_a_code_that_works()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(Holder));

        var invitation = Assert.Single(world.Sender.DataOf("invitation.requested"));
        Assert.Equal(Holder.Email, invitation.GetProperty("email").GetString());
        Assert.Equal("tr", invitation.GetProperty("language").GetString());
        Assert.Equal("2028-03-01", invitation.GetProperty("expiresOn").GetString());
        Assert.Equal(await world.HolderAsync(Holder.PermitNumber), await world.FindAsync(world.Keys.ActivationCode(invitation.GetProperty("activationCode").GetString()!)));
    }

    [Fact]
    public async Task The_partner_named_in_the_permit_is_a_person_of_their_own_with_an_invitation_of_their_own()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(Holder, Partner));

        Assert.Equal(2, await world.CountFilesAsync());
        Assert.Equal([Holder.Email, Partner.Email], world.Sender.DataOf("invitation.requested").Select(data => data.GetProperty("email").GetString()).Order(StringComparer.Ordinal));
        var holder = await world.FileAsync(await world.HolderAsync(Holder.PermitNumber));
        var partner = await world.FileAsync(holder.PartnerId!);
        Assert.Equal("1990-11-02", partner.Details.BirthDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null(partner.HeldPermit);
    }

    [Fact]
    public async Task The_same_message_five_times_ends_as_once()
    {
        var world = await World.CreateAsync(azurite);
        await world.TakeAllAsync(Incoming.Granted(Holder, Partner));
        var holderId = await world.HolderAsync(Holder.PermitNumber);
        var once = await world.FileAsync(holderId);

        await world.TakeAllAsync([.. Enumerable.Repeat(Incoming.Granted(Holder, Partner), 4)]);
        await world.SettleAsync();

        Assert.Equal(RowCodec.ToJson(once).GetRawText(), RowCodec.ToJson(await world.FileAsync(holderId)).GetRawText());
        Assert.Equal(2, world.Sender.DataOf("invitation.requested").Count);
        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task An_older_version_after_a_newer_changes_nothing_but_the_history()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(Holder, version: 2), Incoming.Granted(Holder, version: 1, category: "seasonal"));

        var file = await world.FileAsync(await world.HolderAsync(Holder.PermitNumber));
        Assert.Equal("HighlySkilled", file.HeldPermit!.Category.ToString());
        Assert.Equal([1, 2], file.HeldPermits[Holder.PermitNumber].Select(fact => fact.Version));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_partner_is_the_one_whom_the_newest_version_names_whichever_comes_first(bool newestFirst)
    {
        var world = await World.CreateAsync(azurite);
        var other = new Somebody(3, BirthDate: "1985-02-02");
        Incoming[] messages = [Incoming.Granted(Holder, Partner, version: 1), Incoming.Granted(Holder, other, version: 2)];

        await world.TakeAllAsync(newestFirst ? [.. messages.Reverse()] : messages);

        var partner = await world.FileAsync((await world.FileAsync(await world.HolderAsync(Holder.PermitNumber))).PartnerId!);
        Assert.Equal(other.Email, partner.Details.Email);
    }

    [Fact]
    public async Task A_temporary_permit_invites_nobody()
    {
        var world = await World.CreateAsync(azurite);

        await world.TakeAllAsync(Incoming.Granted(Holder, Partner, category: "seasonal"));

        Assert.Empty(world.Sender.DataOf("invitation.requested"));
        Assert.Equal(2, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_permit_before_arrival_refers_to_AgII_once_and_plans_nothing_and_the_agency_of_arrival_hears_who_had_the_case()
    {
        var world = await World.CreateAsync(azurite);

        var result = await world.TakeAsync(Incoming.Granted(Holder));

        Assert.Empty(result.ToPlan);
        Assert.Equal(
            """{"agency":"agii","reason":"preArrival","progress":[{"moduleId":"basis","status":"notStarted"},{"moduleId":"rights-duties","status":"notStarted"},{"moduleId":"labour-rights","status":"notStarted"}]}""",
            "{" + Assert.Single(world.Sender.DataOf("referral.made")).GetRawText().Split(',', 2)[1]);
        Assert.Empty(world.Sender.DataOf("compliance.changed"));
        Assert.Empty(world.Sender.DataOf("obligation.started"));

        await world.TakeAllAsync(Incoming.Granted(Holder, version: 2), Incoming.Registered(Holder, "44021", permitNumber: Holder.PermitNumber));
        await world.SettleAsync();
        var arrived = world.Sender.DataOf("referral.made")[1];
        Assert.Equal(("amal", "agii", "registered"), (arrived.GetProperty("agency").GetString(), arrived.GetProperty("previousAgency").GetString(), arrived.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("permitNumber", "data.permitNumber")]
    [InlineData("category", "data.category")]
    [InlineData("validUntil", "data.validUntil")]
    [InlineData("holder", "data.holder")]
    [InlineData("version", "data.version")]
    public async Task A_message_that_misses_a_field_is_refused_by_its_name_and_nothing_is_written(string field, string path)
    {
        var world = await World.CreateAsync(azurite);
        var requests = new StorageRequests();

        var result = await world.Another(requests).TakeAsync(Incoming.Granted(Holder).With("broken", data => data.Remove(field)));

        Assert.Equal(("invalidField", $"{path} is required"), (result.DeadLetter!.Reason, result.DeadLetter.Description));
        Assert.Equal(0, requests.Sent);
    }

    [Theory]
    [InlineData("birthDate", "2026-03-03", "data.holder.birthDate must not be in the future")]
    [InlineData("birthDate", "1890-01-01", "data.holder.birthDate must be within the last 130 years")]
    [InlineData("nationality", "tr", "data.holder.nationality must be a country of ISO 3166-1 alpha-2, like TR")]
    [InlineData("email", "nobody", "data.holder.email must be an e-mail address")]
    [InlineData("preferredLanguage", "TR", "data.holder.preferredLanguage must be a language of ISO 639-1, like tr")]
    public async Task What_is_said_of_the_holder_is_checked(string field, string value, string description)
    {
        var world = await World.CreateAsync(azurite);

        var result = await world.TakeAsync(Incoming.Granted(Holder).With("broken", data => data["holder"]![field] = value));

        Assert.Equal(description, result.DeadLetter!.Description);
        Assert.Equal(0, await world.CountFilesAsync());
    }

    [Fact]
    public async Task A_permit_that_ends_before_it_begins_is_refused()
    {
        var world = await World.CreateAsync(azurite);

        var result = await world.TakeAsync(Incoming.Granted(Holder).With("broken", data => data["validUntil"] = "2026-03-31"));

        Assert.Equal("data.validUntil must not be before validFrom", result.DeadLetter!.Description);
    }

    /// <summary>The process ends at every storage request in turn, before it leaves or after it took effect; the message is delivered again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_at_any_moment_and_a_second_delivery_end_as_one_delivery(bool tookEffect)
    {
        var requests = new StorageRequests();
        await (await World.CreateAsync(azurite)).Another(requests).TakeAllAsync(Incoming.Granted(Holder, Partner));
        Assert.InRange(requests.Sent, 20, 80);

        foreach (var number in Enumerable.Range(1, requests.Sent))
        {
            var world = await World.CreateAsync(azurite);
            await StorageRequests.UntilCrashAsync(() => world.Another(StorageRequests.CrashingAt(number, tookEffect)).TakeAsync(Incoming.Granted(Holder, Partner)));

            await world.TakeAllAsync(Incoming.Granted(Holder, Partner));
            await world.SettleAsync();

            Assert.Equal(2, await world.CountFilesAsync());
            Assert.Equal([Holder.Email, Partner.Email], world.Sender.DataOf("invitation.requested").Select(data => data.GetProperty("email").GetString()).Order(StringComparer.Ordinal));
            Assert.Empty(await world.MarkersAsync());
            var holder = await world.FileAsync(await world.HolderAsync(Holder.PermitNumber));
            Assert.Single(holder.HeldPermits[Holder.PermitNumber]);
            Assert.NotNull((await world.FileAsync(holder.PartnerId!)).PartnerPermit);
            foreach (var invitation in world.Sender.DataOf("invitation.requested"))
            {
                Assert.Equal(invitation.GetProperty("personId").GetString(), await world.FindAsync(world.Keys.ActivationCode(invitation.GetProperty("activationCode").GetString()!)));
            }
        }
    }
}
