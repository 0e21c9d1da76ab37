using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Eligibility;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.Policies;
using Inburgering.Documents.Typesetting;

namespace Inburgering.Documents;

/// <summary>What a file holds as data, in the Dutch words of the dossier and of the officers' screens.</summary>
public static class DossierWords
{
    private static readonly DocumentTexts Texts = DocumentTexts.Dutch;

    /// <summary>The rule that decided whether someone falls under the duty, in a sentence.</summary>
    public static string Of(EligibilityReason reason) => EligibilityExplanation.Of(reason).Nl;

    /// <summary>A step of a deadline's computation, in a sentence or two.</summary>
    public static string Of(DerivationStep step) => PrintableText.WithoutIsolates(Rich(step).Text);

    /// <summary>The same for a document.</summary>
    internal static RichText Rich(DerivationStep step) => step.Rule switch
    {
        DerivationRule.ReceivedByPost => Sentence(
            step.WorkingDays is { IsEmpty: false } ? "receivedByPost" : "receivedOnPosting",
            step,
            ("workingDays", string.Join(", ", (step.WorkingDays ?? []).Select(Texts.Weekday)))),
        DerivationRule.Postponed => Sentence(
            "postponed",
            step,
            ("number", step.Postponement!.Value.ToString(CultureInfo.InvariantCulture)),
            ("postponedFrom", Texts.Weekday(step.PostponedFrom!.Value)),
            ("postponedTo", Texts.Weekday(step.PostponedTo!.Value)),
            ("days", Texts.Count("days", step.Days!.Value))),
        DerivationRule.DaysRemained or DerivationRule.RemainingDaysRunOn => Sentence(WireName.Of(step.Rule), step, ("days", Texts.Count("days", step.Days!.Value))),
        DerivationRule.MonthsAdded => Sentence("monthsAdded", step, ("months", Texts.Count("months", step.Months!.Value))),
        DerivationRule.MovedToWorkingDay when step.Holiday is { } holiday => Sentence("movedFromHoliday", step, ("holiday", Of(holiday))),
        DerivationRule.MovedToWorkingDay => Sentence("movedFromWeekend", step),
        var rule => Sentence(WireName.Of(rule), step),
    };

    /// <summary>A ground of a postponement in the policy's words; one that the policy does not name, as it is.</summary>
    public static string Ground(string code, Policy policy) =>
        policy.PostponementGrounds.FirstOrDefault(ground => ground.Code == code)?.Name ?? (code == Exempted.Ground ? Texts["dossier.ground.withdrawnExemption"] : code);

    /// <summary>When a reminder goes out, as "3 maanden voor de einddatum"; an offset that is none is shown as it is.</summary>
    public static string Occasion(string offset)
    {
        if (!Period.TryParse(offset, out var period))
        {
            return offset;
        }

        var length = period switch
        {
            { Months: > 0 } => Texts.Count("months", period.Months),
            { Days: var days } when days % 7 == 0 => Texts.Count("weeks", days / 7),
            _ => Texts.Count("days", period.Days),
        };
        return Texts["dossier.reminder"].Replace("{period}", length, StringComparison.Ordinal);
    }

    /// <summary>A message that proves something about a letter.</summary>
    public static string Evidence(string what, DateTimeOffset at) =>
        Texts["dossier.evidence." + what].Replace("{at}", at.ToString("dd-MM-yyyy HH:mm", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Why an agency is in charge.</summary>
    public static string Residence(string municipality) => Texts["dossier.residence"].Replace("{municipality}", municipality, StringComparison.Ordinal);

    /// <summary>A national number as it is written, 91.05.17-123.52; another identifier as it is.</summary>
    public static string Identifier(string number) => number.Length == 11 && number.All(char.IsAsciiDigit) ? $"{number[..2]}.{number[2..4]}.{number[4..6]}-{number[6..9]}.{number[9..]}" : number;

    private static string Of(Holiday holiday) => Texts["holiday." + WireName.Of(holiday)];

    private static RichText Sentence(string key, DerivationStep step, params (string Name, string Value)[] values) => Texts.Rich(
        "dossier.derivation." + key,
        [
            ("from", Texts.Weekday(step.From)),
            ("to", Texts.Weekday(step.To)),
            ("method", step.Method is { } method ? Texts["dossier.method." + WireName.Of(method)] : Texts["dossier.method.unknown"]),
            .. values,
        ]);
}
