using System.Globalization;
using Inburgering.Eligibility;
using Inburgering.Obligations;
using Inburgering.Policies;

namespace Inburgering.Documents;

/// <summary>What a file holds as data, in the Dutch words of the dossier and of the officers' screens.</summary>
public static class DossierWords
{
    private static readonly DocumentTexts Texts = DocumentTexts.Dutch;

    /// <summary>The rule that decided whether someone falls under the duty, in a sentence.</summary>
    public static string Of(EligibilityReason reason) => EligibilityExplanation.Of(reason).Nl;

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
}
