using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Messages;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;

namespace Inburgering.Letters;

/// <summary>Puts a letter into a file. Pure; <see cref="LetterRendering"/> makes its PDF.</summary>
internal static class LetterWriting
{
    /// <summary>The id the next letter of this file gets.</summary>
    public static string NextLetterId(PersonFile file) => string.Create(CultureInfo.InvariantCulture, $"{file.PersonId}-{file.Letters.Count + 1}");

    /// <summary>Writes a letter.</summary>
    /// <param name="told">The case officer's act that it tells of, if it does.</param>
    public static void Write(FileChange change, LetterKind kind, Policy policy, ToldAct? told = null)
    {
        var letter = new Letter
        {
            LetterId = NextLetterId(change.File),
            Kind = kind,
            Language = change.File.Details.PreferredLanguage ?? "nl",
            DatedOn = LegalCalendar.DayOf(change.Now),
            Agency = change.File.Agency,
            PolicyVersion = policy.Version,
            Reason = change.File.Eligibility?.Reason,
            Told = told,
        };
        change.Update(file => file with { Letters = file.Letters.Add(letter) });
        change.Record("letterWritten", $"{WireName.Of(kind)} {letter.LetterId}", policy.Version);
    }

    /// <summary>
    /// Tells the person in writing of an act of a case officer that bears on their duty or answers them. Whoever lives nowhere in
    /// Belgium gets no letter; they see it in their account.
    /// </summary>
    public static void Tell(FileChange change, Policy policy, ToldAct told)
    {
        if (change.File.Registration is { DepartedOn: null })
        {
            Write(change, told.LetterKind, policy, told);
        }
    }

    /// <summary>Writes a letter anew that came back: a letter of its own, whose receipt sets the term if the old one's would have.</summary>
    public static void WriteAnew(FileChange change, PolicyBook policies, Letter letter)
    {
        var newLetterId = NextLetterId(change.File);
        Write(change, letter.Kind, policies.Version(letter.PolicyVersion), letter.Told);
        change.Update(file => file with { Letters = file.Letters.Replace(letter, letter with { SentAgainAs = newLetterId }) });
        if (letter.Kind == LetterKind.Recruitment)
        {
            Assessment.Apply(change, policies, new ObligationCommand.SendLetterAgain(letter.LetterId, newLetterId));
        }
    }
}
