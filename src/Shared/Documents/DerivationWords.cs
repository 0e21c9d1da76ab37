using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Documents.Typesetting;
using Inburgering.Messages;
using Inburgering.Obligations;

namespace Inburgering.Documents;

/// <summary>The steps of a deadline's computation in words, in each language of the letters: for the letter, the dossier, the screens.</summary>
public static class DerivationWords
{
    /// <summary>The languages there are, by ISO 639-1; any other is answered in English.</summary>
    public static IReadOnlyCollection<string> Languages { get; } = [.. DocumentTexts.All.Select(texts => texts.Language)];

    /// <summary>A step in a sentence or two.</summary>
    public static string Of(DerivationStep step, string language) => PrintableText.WithoutIsolates(Rich(step, DocumentTexts.For(language)).Text);

    /// <summary>The same for a document.</summary>
    internal static RichText Rich(DerivationStep step, DocumentTexts texts)
    {
        return step.Rule switch
        {
            DerivationRule.ReceivedByPost => Sentence(
                step.WorkingDays is { IsEmpty: false } ? "receivedByPost" : "receivedOnPosting", ("workingDays", string.Join(", ", (step.WorkingDays ?? []).Select(texts.Weekday)))),
            DerivationRule.Postponed => Sentence(
                "postponed",
                ("number", step.Postponement!.Value.ToString(CultureInfo.InvariantCulture)),
                ("postponedFrom", texts.Weekday(step.PostponedFrom!.Value)),
                ("postponedTo", texts.Weekday(step.PostponedTo!.Value)),
                ("days", texts.Count("days", step.Days!.Value))),
            DerivationRule.DaysRemained or DerivationRule.RemainingDaysRunOn => Sentence(WireName.Of(step.Rule), ("days", texts.Count("days", step.Days!.Value))),
            DerivationRule.MonthsAdded => Sentence("monthsAdded", ("months", texts.Count("months", step.Months!.Value))),
            DerivationRule.MovedToWorkingDay when step.Holiday is { } holiday => Sentence("movedFromHoliday", ("holiday", texts["holiday." + WireName.Of(holiday)])),
            DerivationRule.MovedToWorkingDay => Sentence("movedFromWeekend"),
            var rule => Sentence(WireName.Of(rule)),
        };

        // A sentence that begins with a day begins with a capital.
        string Day(string key, string name, DateOnly day) => texts.Weekday(day) is var words && texts["derivation." + key].StartsWith("{" + name + "}", StringComparison.Ordinal)
            ? char.ToUpperInvariant(words[0]) + words[1..]
            : words;

        RichText Sentence(string key, params (string Name, string Value)[] values) => texts.Rich(
            "derivation." + key,
            [
                ("from", Day(key, "from", step.From)),
                ("to", Day(key, "to", step.To)),
                ("method", texts["method." + (step.Method is { } method ? WireName.Of(method) : "unknown")]),
                .. values,
            ]);
    }
}
