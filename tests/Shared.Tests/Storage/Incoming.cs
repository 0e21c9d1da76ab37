using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>A message from outside as its sender writes it.</summary>
internal sealed record Incoming(string Queue, string Id, JsonObject Envelope)
{
    public const string Permits = "dwewis-permits";
    public const string Registrations = "registry-registrations";
    public const string Receipts = "letter-receipts";
    public const string Outcomes = "enforcement-outcomes";

    public ReadOnlyMemory<byte> Body => Encoding.UTF8.GetBytes(Envelope.ToJsonString());

    public JsonObject Data => Envelope["data"]!.AsObject();

    /// <summary>The same message with its data changed, under another id.</summary>
    public Incoming With(string id, Action<JsonObject> change)
    {
        var envelope = Envelope.DeepClone().AsObject();
        envelope["id"] = id;
        change(envelope["data"]!.AsObject());
        return new Incoming(Queue, id, envelope);
    }

    /// <summary>A permit granted to somebody.</summary>
    public static Incoming Granted(Somebody holder, Somebody? partner = null, string? id = null, int version = 1, string category = "highlySkilled") => Message(
        Permits,
        id ?? $"granted-{holder.PermitNumber}-{version}",
        "/dwewis/permits",
        "be.vlaanderen.wewis.permit.v1.granted",
        new JsonObject
        {
            ["version"] = version,
            ["permitNumber"] = holder.PermitNumber,
            ["category"] = category,
            ["validFrom"] = "2026-04-01",
            ["validUntil"] = category == "seasonal" ? "2026-10-31" : "2029-03-31",
            ["renewableBeyondOneYear"] = category != "seasonal",
            ["holder"] = holder.AsJson(),
            ["partner"] = partner?.AsJson(),
        });

    /// <summary>The same permit, only applied for.</summary>
    public static Incoming Applied(Somebody holder, Somebody? partner = null, int version = 1) => OfType(Granted(holder, partner, $"applied-{holder.PermitNumber}-{version}", version), "be.vlaanderen.wewis.permit.v1.applied");

    /// <summary>A renewal that says the validity only.</summary>
    public static Incoming Renewed(Somebody holder, string validFrom, string validUntil, int version = 2) => Message(
        Permits,
        $"renewed-{holder.PermitNumber}-{version}",
        "/dwewis/permits",
        "be.vlaanderen.wewis.permit.v1.renewed",
        new JsonObject { ["version"] = version, ["permitNumber"] = holder.PermitNumber, ["validFrom"] = validFrom, ["validUntil"] = validUntil });

    public static Incoming Refused(Somebody holder, int version = 2) => Ended(holder, "refused", version);

    public static Incoming Withdrawn(Somebody holder, int version = 2) => Ended(holder, "withdrawn", version);

    /// <summary>A registration in the National Register; the permit and the passport only where they are given.</summary>
    public static Incoming Registered(
        Somebody person, string municipality = "24062", string reason = "worker", string? permitNumber = null, bool withPassport = false, int version = 1, Somebody[]? household = null)
    {
        var data = person.AsJson();
        data.Remove("email");
        if (!withPassport)
        {
            data.Remove("passportNumber");
        }

        data["version"] = version;
        data["nationalNumber"] = person.NationalNumber;
        data["municipality"] = municipality;
        data["registeredOn"] = "2026-03-02";
        data["reasonOfStay"] = reason;
        data["permitNumber"] = permitNumber;
        data["address"] = new JsonObject { ["street"] = "Bondgenotenlaan", ["houseNumber"] = "12", ["postalCode"] = "3000", ["city"] = "Leuven" };
        data["household"] = new JsonArray([.. (household ?? []).Select(member => (JsonNode)new JsonObject
        {
            ["nationalNumber"] = member.NationalNumber,
            ["relation"] = "partner",
            ["birthDate"] = member.BirthDate,
            ["nationality"] = "TR",
        })]);
        return Message(Registrations, $"registered-{person.NationalNumber}-{version}", "/rijksregister", "be.rijksregister.residence.v1.registered", data);
    }

    /// <summary>The same, still under the BIS number.</summary>
    public static Incoming RegisteredUnderBis(Somebody person, string municipality = "24062", string? permitNumber = null, bool withPassport = false, int version = 1) =>
        Registered(person, municipality, permitNumber: permitNumber, withPassport: withPassport, version: version)
            .With($"registered-{person.BisNumber}-{version}", data => data["nationalNumber"] = person.BisNumber);

    public static Incoming Moved(Somebody person, string municipality, string movedOn, int version = 2) => Residence(person, "moved", version, new JsonObject
    {
        ["municipality"] = municipality,
        ["movedOn"] = movedOn,
        ["address"] = new JsonObject { ["street"] = "Kerkstraat", ["houseNumber"] = "1", ["postalCode"] = "2000", ["city"] = "Antwerpen" },
    });

    public static Incoming Departed(Somebody person, string departedOn, int version = 2) => Residence(person, "departed", version, new JsonObject { ["departedOn"] = departedOn });

    public static Incoming Deceased(Somebody person, string deceasedOn, int version = 2) => Residence(person, "deceased", version, new JsonObject { ["deceasedOn"] = deceasedOn });

    public static Incoming NationalityChanged(Somebody person, string nationality, string changedOn, int version = 2) =>
        Residence(person, "nationalityChanged", version, new JsonObject { ["nationality"] = nationality, ["changedOn"] = changedOn });

    public static Incoming Posted(string letterId, string postedOn, string method = "ordinary", string? id = null, int version = 1) => Message(
        Receipts,
        id ?? $"posted-{letterId}-{version}",
        "/letters",
        "be.vlaanderen.letters.v1.posted",
        new JsonObject { ["letterId"] = letterId, ["postedOn"] = postedOn, ["method"] = method, ["version"] = version });

    public static Incoming Delivered(string letterId, string deliveredOn) => Message(
        Receipts,
        $"delivered-{letterId}",
        "/letters",
        "be.vlaanderen.letters.v1.delivered",
        new JsonObject { ["letterId"] = letterId, ["deliveredOn"] = deliveredOn });

    public static Incoming Returned(string letterId, string returnedOn, int version = 1) => Message(
        Receipts,
        $"returned-{letterId}-{version}",
        "/letters",
        "be.vlaanderen.letters.v1.returned",
        new JsonObject { ["letterId"] = letterId, ["returnedOn"] = returnedOn, ["reason"] = "not collected", ["version"] = version });

    public static Incoming Outcome(string caseId, string outcome, string date, int version = 1, decimal? amount = null) => Message(
        Outcomes,
        $"outcome-{caseId}-{version}",
        "/abb/enforcement",
        "be.vlaanderen.abb.enforcement.v1.outcome",
        new JsonObject { ["version"] = version, ["enforcementCaseId"] = caseId, ["outcome"] = outcome, ["date"] = date, ["amount"] = amount });

    private static Incoming Residence(Somebody person, string what, int version, JsonObject data)
    {
        data["version"] = version;
        data["nationalNumber"] = person.NationalNumber;
        return Message(Registrations, $"{what}-{person.NationalNumber}-{version}", "/rijksregister", "be.rijksregister.residence.v1." + what, data);
    }

    private static Incoming Ended(Somebody holder, string how, int version) => Message(
        Permits,
        $"{how}-{holder.PermitNumber}-{version}",
        "/dwewis/permits",
        "be.vlaanderen.wewis.permit.v1." + how,
        new JsonObject { ["version"] = version, ["permitNumber"] = holder.PermitNumber });

    private static Incoming OfType(Incoming message, string type)
    {
        message.Envelope["type"] = type;
        return message;
    }

    private static Incoming Message(string queue, string id, string source, string type, JsonObject data) => new(
        queue,
        id,
        new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = source,
            ["type"] = type,
            ["time"] = "2026-03-02T09:15:00Z",
            ["datacontenttype"] = "application/json",
            ["data"] = data,
        });
}

/// <summary>An invented person with identifiers of their own.</summary>
internal sealed record Somebody(int Number, string BirthDate = "1991-05-17", string Language = "tr", string GivenNames = "Ayşe")
{
    public string PermitNumber => string.Create(CultureInfo.InvariantCulture, $"W-2026-{Number:0000000}");

    public string PassportNumber => string.Create(CultureInfo.InvariantCulture, $"U{Number:00000000}");

    public string Email => string.Create(CultureInfo.InvariantCulture, $"person-{Number}@example.org");

    /// <summary>With valid check digits, made up from the number.</summary>
    public string NationalNumber => WithCheckDigits(910517000L + Number);

    /// <summary>The BIS number they had before: 40 added to the month.</summary>
    public string BisNumber => WithCheckDigits(914517000L + Number);

    private static string WithCheckDigits(long firstNine) => string.Create(CultureInfo.InvariantCulture, $"{firstNine:000000000}{97 - (firstNine % 97):00}");

    public JsonObject AsJson() => new()
    {
        ["givenNames"] = GivenNames,
        ["familyName"] = "Yılmaz",
        ["birthDate"] = BirthDate,
        ["nationality"] = "TR",
        ["passportNumber"] = PassportNumber,
        ["email"] = Email,
        ["preferredLanguage"] = Language,
    };
}
