using System.Globalization;
using System.Text.Json.Nodes;
using Inburgering.Commands.Doors;

namespace Inburgering.Commands.Demo;

/// <summary>Messages as DWEWIS, the National Register and the post send them. <c>data</c> is a <see cref="JsonObject"/>, so that a test can spoil it.</summary>
internal static class IncomingMessages
{
    public const string Antwerp = "11002";
    public const string Ghent = "44021";

    public static string InventPermitNumber(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"W-{now.Year}-{Random.Shared.Next(10_000_000):0000000}");

    /// <summary>A permit for three years from a month on.</summary>
    public static CloudEvent PermitGranted(
        DateTimeOffset now, string permitNumber, Newcomer holder, Newcomer? partner = null, int version = 1, string category = "highlySkilled", bool renewableBeyondOneYear = true)
    {
        var validFrom = DateOnly.FromDateTime(now.UtcDateTime).AddMonths(1);
        var data = new JsonObject
        {
            ["version"] = version,
            ["permitNumber"] = permitNumber,
            ["category"] = category,
            ["validFrom"] = Iso(validFrom),
            ["validUntil"] = Iso(renewableBeyondOneYear ? validFrom.AddYears(3).AddDays(-1) : validFrom.AddMonths(6)),
            ["renewableBeyondOneYear"] = renewableBeyondOneYear,
            ["holder"] = new JsonObject
            {
                ["givenNames"] = holder.GivenNames,
                ["familyName"] = holder.FamilyName,
                ["birthDate"] = Iso(holder.BirthDate),
                ["nationality"] = holder.Nationality,
                ["passportNumber"] = holder.PassportNumber,
                ["email"] = holder.Email,
                ["preferredLanguage"] = holder.Language,
            },
            ["profile"] = new JsonObject { ["sector"] = "construction", ["selfEmployed"] = false },
        };
        if (partner is not null)
        {
            data["partner"] = new JsonObject
            {
                ["givenNames"] = partner.GivenNames,
                ["familyName"] = partner.FamilyName,
                ["birthDate"] = Iso(partner.BirthDate),
                ["nationality"] = partner.Nationality,
                ["email"] = partner.Email,
            };
        }

        return Message("/dwewis/permits", "be.vlaanderen.wewis.permit.v1.granted", now, permitNumber, data);
    }

    /// <param name="permitNumber">The permit the stay rests on, a partner's included; <see langword="null"/> if the register doesn't know it.</param>
    /// <param name="partner">The partner in the same household.</param>
    public static CloudEvent Registered(
        DateTimeOffset now, Newcomer who, string municipality, DateOnly registeredOn, string reasonOfStay = "worker", string? permitNumber = null, Newcomer? partner = null, int version = 1)
    {
        var (postalCode, city) = municipality == Antwerp ? ("2000", "Antwerpen") : ("9000", "Gent");
        var data = new JsonObject
        {
            ["version"] = version,
            ["nationalNumber"] = who.NationalNumber,
            ["givenNames"] = who.GivenNames,
            ["familyName"] = who.FamilyName,
            ["birthDate"] = Iso(who.BirthDate),
            ["nationality"] = who.Nationality,
            ["municipality"] = municipality,
            ["registeredOn"] = Iso(registeredOn),
            ["reasonOfStay"] = reasonOfStay,
            ["passportNumber"] = who.PassportNumber,
            ["preferredLanguage"] = who.Language,
            ["address"] = new JsonObject { ["street"] = "Kerkstraat", ["houseNumber"] = "12", ["postalCode"] = postalCode, ["city"] = city },
        };
        if (permitNumber is not null)
        {
            data["permitNumber"] = permitNumber;
        }

        if (partner is not null)
        {
            data["household"] = new JsonArray(new JsonObject
            {
                ["nationalNumber"] = partner.NationalNumber,
                ["relation"] = "partner",
                ["birthDate"] = Iso(partner.BirthDate),
                ["nationality"] = partner.Nationality,
            });
        }

        return Message("/rijksregister", "be.rijksregister.residence.v1.registered", now, who.NationalNumber, data);
    }

    /// <param name="method">ordinary, registered, registeredWithReceipt, eBox or registeredEBox.</param>
    public static CloudEvent Posted(DateTimeOffset now, string letterId, DateOnly postedOn, string method = "ordinary") => Message(
        "/letters",
        "be.vlaanderen.letters.v1.posted",
        now,
        letterId,
        new JsonObject { ["version"] = 1, ["letterId"] = letterId, ["postedOn"] = Iso(postedOn), ["method"] = method });

    public static CloudEvent Delivered(DateTimeOffset now, string letterId, DateOnly deliveredOn) => Message(
        "/letters",
        "be.vlaanderen.letters.v1.delivered",
        now,
        letterId,
        new JsonObject { ["version"] = 2, ["letterId"] = letterId, ["deliveredOn"] = Iso(deliveredOn) });

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static CloudEvent Message(string source, string type, DateTimeOffset now, string subject, JsonObject data) =>
        new(Guid.NewGuid().ToString(), source, type, now.UtcDateTime, subject, data);
}
