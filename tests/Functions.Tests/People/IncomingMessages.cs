using System.Text.Json.Nodes;

namespace Inburgering.Functions.Tests.People;

/// <summary>Messages as DWEWIS, the National Register and the post send them. Each call makes a message of its own.</summary>
internal static class IncomingMessages
{
    public const string Antwerp = "11002";
    public const string Ghent = "44021";
    public const string Leuven = "24062";
    public const string Brussels = "21004";

    public static JsonObject Granted(Person holder, Person? partner = null, int version = 1, string category = "highlySkilled")
    {
        var isTemporary = category == "seasonal";
        var data = new JsonObject
        {
            ["version"] = version,
            ["permitNumber"] = holder.PermitNumber,
            ["category"] = category,
            ["validFrom"] = "2026-04-01",
            ["validUntil"] = isTemporary ? "2026-08-31" : "2029-03-31",
            ["renewableBeyondOneYear"] = !isTemporary,
            ["holder"] = holder.InPermit(),
        };
        if (partner is not null)
        {
            data["partner"] = partner.InPermit();
        }

        return Message("/dwewis/permits", "be.vlaanderen.wewis.permit.v1.granted", holder.PermitNumber, data);
    }

    /// <param name="permit">Names the permit the stay rests on.</param>
    /// <param name="household">Those at the same address.</param>
    public static JsonObject Registered(Person who, string municipality = Ghent, string reason = "worker", string? permit = null, int version = 1, params Person[] household)
    {
        var data = new JsonObject
        {
            ["version"] = version,
            ["nationalNumber"] = who.NationalNumber,
            ["givenNames"] = who.GivenNames,
            ["familyName"] = who.FamilyName,
            ["birthDate"] = Person.Iso(who.BirthDate),
            ["nationality"] = who.Nationality,
            ["municipality"] = municipality,
            ["registeredOn"] = "2026-03-02",
            ["reasonOfStay"] = reason,
            ["passportNumber"] = who.PassportNumber,
            ["preferredLanguage"] = "en",
            ["address"] = new JsonObject { ["street"] = "Kerkstraat", ["houseNumber"] = "12", ["postalCode"] = "9000", ["city"] = "Gent" },
            ["household"] = new JsonArray([.. household.Select(member => member.InHousehold())]),
        };
        if (permit is not null)
        {
            data["permitNumber"] = permit;
        }

        return Message("/rijksregister", "be.rijksregister.residence.v1.registered", who.NationalNumber, data);
    }

    public static JsonObject Posted(string letterId, string postedOn = "2026-03-02", string method = "ordinary", int version = 1) => Message(
        "/letters",
        "be.vlaanderen.letters.v1.posted",
        letterId,
        new JsonObject { ["version"] = version, ["letterId"] = letterId, ["postedOn"] = postedOn, ["method"] = method });

    public static JsonObject Delivered(string letterId, string deliveredOn, int version = 2) => Message(
        "/letters",
        "be.vlaanderen.letters.v1.delivered",
        letterId,
        new JsonObject { ["version"] = version, ["letterId"] = letterId, ["deliveredOn"] = deliveredOn });

    public static JsonObject Returned(string letterId, string returnedOn, int version = 2) => Message(
        "/letters",
        "be.vlaanderen.letters.v1.returned",
        letterId,
        new JsonObject { ["version"] = version, ["letterId"] = letterId, ["returnedOn"] = returnedOn, ["reason"] = "Unknown at this address." });

    public static JsonObject Outcome(string enforcementCaseId, string outcome, string date, int version = 1) => Message(
        "/abb/enforcement",
        "be.vlaanderen.abb.enforcement.v1.outcome",
        enforcementCaseId,
        new JsonObject { ["version"] = version, ["enforcementCaseId"] = enforcementCaseId, ["outcome"] = outcome, ["date"] = date });

    private static JsonObject Message(string source, string type, string subject, JsonObject data) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = Guid.NewGuid().ToString(),
        ["source"] = source,
        ["type"] = type,
        ["time"] = "2026-03-02T08:00:00Z",
        ["subject"] = subject,
        ["datacontenttype"] = "application/json",
        ["data"] = data,
    };
}
