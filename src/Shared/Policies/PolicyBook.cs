using System.Text.Json;
using Inburgering.Arrivals;
using Inburgering.Documents;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Permits;
using Inburgering.Retention;

namespace Inburgering.Policies;

/// <summary>All versions of the policy, by the day from which each decides.</summary>
public sealed class PolicyBook
{
    private readonly Policy[] versions;

    public PolicyBook(IEnumerable<Policy> versions)
    {
        this.versions = [.. versions.OrderBy(policy => policy.ValidFrom)];
        if (this.versions.Length == 0)
        {
            throw new PolicyException("policy.json: versions must hold at least one version.");
        }
    }

    /// <summary>The version that decides on a legal day; before the first one begins, the first.</summary>
    public Policy InForceOn(DateOnly day) => versions.LastOrDefault(policy => policy.ValidFrom <= day) ?? versions[0];

    /// <summary>The version a decision was taken under.</summary>
    /// <exception cref="PolicyException">No version has that name: a version that decided about somebody was removed.</exception>
    public Policy Version(string version) =>
        versions.FirstOrDefault(policy => policy.Version == version)
        ?? throw new PolicyException($"policy.json has no version '{version}', but decisions were taken under it. Put it back.");

    /// <summary>The version an obligation runs under; <see langword="null"/> if none ever began.</summary>
    public Policy? Of(Obligation obligation) => obligation switch
    {
        LetterPending pending => Version(pending.PolicyVersion),
        Running running => Version(running.PolicyVersion),
        Suspended suspended => Version(suspended.PolicyVersion),
        Exempted exempted => Version(exempted.PolicyVersion),
        Breached breached => Version(breached.PolicyVersion),

        // One that leaving Flanders broke off goes on under its own version.
        Ended { Interrupted: { } interrupted } => Of(interrupted),
        _ => null,
    };

    /// <summary>The newer version that decides about an obligation from now on; <see langword="null"/> where it keeps its own.</summary>
    public Policy? Replacing(Obligation obligation, DateOnly day) => Own(obligation) is { } own
        ? versions.LastOrDefault(policy => policy.AppliesToRunning && policy.ValidFrom > own.ValidFrom && policy.ValidFrom <= day)
        : null;

    /// <summary>The day after <paramref name="day"/> on which a version begins that will decide about an obligation.</summary>
    public DateOnly? ReplacedOn(Obligation obligation, DateOnly day) => Own(obligation) is null
        ? null
        : versions.FirstOrDefault(policy => policy.AppliesToRunning && policy.ValidFrom > day)?.ValidFrom;

    // What a human confirmed stands under the version it was confirmed by.
    private Policy? Own(Obligation obligation) => obligation is Breached { Confirmation: not null } or Ended { Interrupted: Breached { Confirmation: not null } } ? null : Of(obligation);

    /// <summary>Reads <c>policy.json</c>.</summary>
    /// <exception cref="PolicyException">Names the path of every wrong value and the rule it breaks.</exception>
    public static PolicyBook Parse(ReadOnlySpan<byte> json)
    {
        JsonDocument document;
        try
        {
            var reader = new Utf8JsonReader(json);
            document = JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException exception)
        {
            throw new PolicyException($"policy.json is not JSON: {exception.Message}");
        }

        using (document)
        {
            var root = FieldReader.ForRequest(document.RootElement);
            var versions = root.List("versions", minimum: 1).Select(Read).ToList();
            root.Rule("versions", versions.Select(policy => policy.Version).Distinct().Count() == versions.Count, "must not name a version twice");
            root.Rule("versions", versions.Select(policy => policy.ValidFrom).Distinct().Count() == versions.Count, "must not have two versions valid from the same day");
            root.RefuseUnread();
            return root.Errors.Count == 0
                ? new PolicyBook(versions)
                : throw new PolicyException("policy.json: " + string.Join("; ", root.Errors));
        }
    }

    private static Policy Read(FieldReader version) => new()
    {
        Version = version.Text("version", 40),
        ValidFrom = version.Date("validFrom"),
        AppliesToRunning = version.OptionalFlag("appliesToRunning") ?? false,
        AppliesToRegistrationsFrom = version.Date("appliesToRegistrationsFrom"),
        AccessOpensAt = version.OneOf<AccessOpening>("accessOpensAt"),
        EuPlus = Countries(version, "euPlus"),
        TemporaryCategories = version.EachOf<PermitCategory>("temporaryCategories").ToHashSet(),
        TemporaryStayMonths = version.Whole("temporaryStayMonths", 1, 120),
        WorkerReasons = WorkerReasonsOf(version),
        AdultAge = version.Whole("adultAge", 16, 30),
        CompulsoryModules = Modules(version, "compulsoryModules"),
        LanguageFallbacks = Fallbacks(version, "languageFallbacks"),
        PassMarkPercent = version.Whole("passMarkPercent", 1, 100),
        AttemptMinutes = version.Whole("attemptMinutes", 1, 24 * 60),
        MostExtraTimePercent = version.Whole("mostExtraTimePercent", 0, 1000),
        TermMonths = version.Whole("termMonths", 1, 120),
        ReceiptWorkingDays = version.Whole("receiptWorkingDays", 0, 30),
        Reminders = Periods(version, "reminders"),
        ReminderTime = Time(version, "reminderTime"),
        ActivationCodeDays = version.Whole("activationCodeDays", 1, 3650),
        PostponementGrounds = Grounds(version, "postponementGrounds"),
        LongestPostponementDays = version.Whole("longestPostponementDays", 1, 3650),
        ExemptionCodes = Grounds(version, "exemptionCodes"),
        SmallestCount = version.Whole("smallestCount", 1, 1000),
        Retention = RetentionOf(version.Object("retention")),
        Agencies = AgenciesOf(version.Object("agencies")),
        LegalBasis = version.Text("legalBasis", 1000),
    };

    private static Dictionary<Agency, AgencyDetails> AgenciesOf(FieldReader agencies) => Enum.GetValues<Agency>().ToDictionary(agency => agency, agency =>
    {
        var details = agencies.Object(WireName.Of(agency));
        return new AgencyDetails(details.Text("name", 100), details.Texts("addressLines", 100), details.Text("website", 100));
    });

    private static List<OfficersGround> Grounds(FieldReader version, string name)
    {
        var grounds = version.List(name, minimum: 1)
            .Select(ground => new OfficersGround(ground.Text("code", 40), ground.Text("name", 200), ground.OptionalWhole("minimumAge", 1, 120)) { Names = Names(ground) })
            .ToList();
        version.Rule(name, grounds.Select(ground => ground.Code).Distinct(StringComparer.Ordinal).Count() == grounds.Count, "must not name a code twice");
        return grounds;
    }

    private static Dictionary<string, string> Names(FieldReader ground)
    {
        var names = ground.OptionalObject("names");
        return DocumentTexts.All.Select(texts => (texts.Language, Name: names?.OptionalText(texts.Language, 200)))
            .Where(named => named.Name is not null)
            .ToDictionary(named => named.Language, named => named.Name!, StringComparer.Ordinal);
    }

    private static RetentionPeriods RetentionOf(FieldReader retention) => new(
        OnePeriod(retention, "neverArrived"), OnePeriod(retention, "wallonia"), OnePeriod(retention, "attemptDetail"), OnePeriod(retention, "proof"), OnePeriod(retention, "audit"));

    private static Period OnePeriod(FieldReader reader, string name)
    {
        reader.Rule(name, Period.TryParse(reader.Text(name, 6), out var period), "must be a period like P24M or P90D");
        return period;
    }

    private static HashSet<string> Countries(FieldReader version, string name)
    {
        var countries = version.Texts(name, 2);
        version.Rule(
            name,
            countries.Count > 0 && countries.All(country => country.Length == 2 && country.All(char.IsAsciiLetterUpper)),
            "must hold at least one country, each of ISO 3166-1 alpha-2, like BE");
        return [.. countries];
    }

    private static HashSet<ReasonOfStay> WorkerReasonsOf(FieldReader version)
    {
        var reasons = version.EachOf<ReasonOfStay>("workerReasons");
        version.Rule("workerReasons", reasons.Count > 0, "must hold at least one reason: nobody would be obliged");
        return [.. reasons];
    }

    private static IReadOnlyList<string> Modules(FieldReader version, string name)
    {
        var modules = version.Texts(name, 40);
        version.Rule(name, modules.Count > 0, "must hold at least one module: everybody would have fulfilled");
        version.Rule(name, modules.Distinct().Count() == modules.Count, "must not hold a module twice");
        return modules;
    }

    private static IReadOnlyList<string> Fallbacks(FieldReader version, string name)
    {
        var languages = version.Texts(name, 2);
        version.Rule(name, languages.All(language => language.Length == 2 && language.All(char.IsAsciiLetterLower)), "must be languages of ISO 639-1, like en");
        version.Rule(name, languages.Count > 0 && languages[^1] == "nl", "must end with nl, the source of all content");
        return languages;
    }

    private static List<Period> Periods(FieldReader version, string name)
    {
        var periods = new List<Period>();
        foreach (var text in version.Texts(name, 6))
        {
            version.Rule(name, Period.TryParse(text, out var period), "must be periods like P3M, P1W or P7D");
            periods.Add(period);
        }

        return periods;
    }

    private static TimeOnly Time(FieldReader version, string name)
    {
        version.Rule(name, TimeOnly.TryParseExact(version.Text(name, 5), "HH:mm", out var time), "must be a time like 09:00");
        return time;
    }
}

/// <summary>The policy file can't be used. The message names the place and the rule.</summary>
public sealed class PolicyException(string message) : Exception(message);
