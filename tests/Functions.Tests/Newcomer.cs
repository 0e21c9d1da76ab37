using System.Globalization;
using System.Text.Json.Nodes;

namespace Inburgering.Functions.Tests;

/// <summary>An invented person with identifiers nobody else in the run has, and the messages about them.</summary>
public sealed class Newcomer
{
    private static int next = Random.Shared.Next(100_000);
    private readonly int number = Interlocked.Increment(ref next);

    public Newcomer()
    {
        BirthDate = new DateOnly(1970, 1, 1).AddDays(number % 9_000);
        var first = string.Create(CultureInfo.InvariantCulture, $"{BirthDate:yyMMdd}{number % 997:D3}");
        NationalNumber = first + (97 - (long.Parse(first, CultureInfo.InvariantCulture) % 97)).ToString("00", CultureInfo.InvariantCulture);
        PermitNumber = string.Create(CultureInfo.InvariantCulture, $"W-TEST-{number:D7}");
        Subject = $"learner-{number}";
        Email = $"newcomer{number}@example.org";
    }

    public DateOnly BirthDate { get; }

    public string NationalNumber { get; }

    public string PermitNumber { get; }

    public string Subject { get; }

    public string Email { get; }

    private string Born => BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public JsonObject Details(string nationality = "TR") => new()
    {
        ["givenNames"] = "Nova",
        ["familyName"] = $"Newcomer {number}",
        ["birthDate"] = Born,
        ["nationality"] = nationality,
        ["email"] = Email,
        ["preferredLanguage"] = "en",
    };

    public JsonObject Granted(int version = 1, string category = "highlySkilled", Newcomer? partner = null, string? id = null)
    {
        var data = new JsonObject
        {
            ["version"] = version,
            ["permitNumber"] = PermitNumber,
            ["category"] = category,
            ["validFrom"] = "2026-12-01",
            ["validUntil"] = "2029-11-30",
            ["renewableBeyondOneYear"] = true,
            ["holder"] = Details(),
        };
        if (partner is not null)
        {
            data["partner"] = partner.Details();
        }

        return Event("/dwewis/permits", "be.vlaanderen.wewis.permit.v1.granted", PermitNumber, data, id);
    }

    public JsonObject Registered(string municipality = "44021", string reasonOfStay = "worker", string? permitNumber = null, int version = 1, params Newcomer[] household)
    {
        var data = Details();
        data["version"] = version;
        data["nationalNumber"] = NationalNumber;
        data["municipality"] = municipality;
        data["registeredOn"] = "2026-12-01";
        data["reasonOfStay"] = reasonOfStay;
        data["address"] = new JsonObject { ["street"] = "Veldstraat", ["houseNumber"] = "1", ["postalCode"] = "9000", ["city"] = "Gent" };
        data["household"] = new JsonArray([.. household.Select(member => (JsonNode)new JsonObject
        {
            ["nationalNumber"] = member.NationalNumber, ["relation"] = "partner", ["birthDate"] = member.Born, ["nationality"] = "TR",
        })]);
        if (permitNumber is not null)
        {
            data["permitNumber"] = permitNumber;
        }

        return Event("/rijksregister", "be.rijksregister.residence.v1.registered", NationalNumber, data, null);
    }

    public static JsonObject Event(string source, string type, string subject, JsonObject data, string? id) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = id ?? Guid.NewGuid().ToString(),
        ["source"] = source,
        ["type"] = type,
        ["time"] = "2026-12-01T07:00:00Z",
        ["subject"] = subject,
        ["datacontenttype"] = "application/json",
        ["data"] = data,
    };

    /// <summary>Invited by a permit and signed in with an account of their own.</summary>
    /// <returns>The learner's token.</returns>
    public async Task<string> ActivatedAsync(AppFixture app, Newcomer? partner = null)
    {
        Assert.Null(await app.SendAsync("dwewis-permits", Granted(partner: partner).ToJsonString()));
        return await SignedInAsync(app);
    }

    /// <summary>Uses the code of the invitation.</summary>
    public async Task<string> SignedInAsync(AppFixture app)
    {
        var token = await app.TokenAsync("learner", Subject);
        await app.JsonAsync(HttpMethod.Post, "/api/v1/activations", token, new { activationCode = await InvitationCodeAsync(app), birthDate = Born });
        return token;
    }

    public async Task<string> InvitationCodeAsync(AppFixture app) =>
        Assert.Single(await app.OutgoingAsync("notifications", "invitation.requested", body => body["data"]!["email"]!.GetValue<string>() == Email))["data"]!["activationCode"]!.GetValue<string>();
}
