using Inburgering.Messages;
using Inburgering.People;

namespace Inburgering.Permits;

/// <summary>Reads the data of a permit message, field by field.</summary>
internal static class PermitReader
{
    public static Permit Read(FieldReader data, DateOnly today)
    {
        var permit = new Permit
        {
            PermitNumber = data.Text("permitNumber", 60),
            Category = data.OneOf<PermitCategory>("category"),
            ValidFrom = data.Date("validFrom"),
            ValidUntil = data.Date("validUntil"),
            RenewableBeyondOneYear = data.Flag("renewableBeyondOneYear"),
            Region = data.OptionalOneOf<PermitRegion>("region") ?? PermitRegion.Flanders,
            Holder = PersonDetailsReader.Read(data.Object("holder"), today),
            Partner = data.OptionalObject("partner") is { } partner ? PersonDetailsReader.Read(partner, today) : null,
            Sector = data.OptionalObject("profile")?.OptionalText("sector", 100),
            SelfEmployed = data.OptionalObject("profile")?.OptionalFlag("selfEmployed") ?? false,
        };
        data.Rule("validUntil", permit.ValidUntil >= permit.ValidFrom, "must not be before validFrom");
        return permit;
    }

    /// <summary>A renewal: the validity, and of the rest what changes.</summary>
    public static PermitChange ReadRenewal(FieldReader data, DateOnly today)
    {
        var renewal = new PermitChange
        {
            Status = PermitStatus.Granted,
            PermitNumber = data.Text("permitNumber", 60),
            Category = data.OptionalOneOf<PermitCategory>("category"),
            ValidFrom = data.Date("validFrom"),
            ValidUntil = data.Date("validUntil"),
            RenewableBeyondOneYear = data.OptionalFlag("renewableBeyondOneYear"),
            Region = data.OptionalOneOf<PermitRegion>("region"),
            Holder = data.OptionalObject("holder") is { } holder ? PersonDetailsReader.Read(holder, today) : null,
            Partner = data.OptionalObject("partner") is { } partner ? PersonDetailsReader.Read(partner, today) : null,
            Sector = data.OptionalObject("profile")?.OptionalText("sector", 100),
            SelfEmployed = data.OptionalObject("profile")?.OptionalFlag("selfEmployed"),
        };
        data.Rule("validUntil", renewal.ValidUntil >= renewal.ValidFrom, "must not be before validFrom");
        return renewal;
    }

    /// <summary>A refusal or a withdrawal.</summary>
    public static PermitChange ReadEnd(FieldReader data, PermitStatus status, string field) => new()
    {
        Status = status,
        PermitNumber = data.Text("permitNumber", 60),
        On = data.OptionalDate(field),
        Reason = data.OptionalText("reason", 500),
    };
}
