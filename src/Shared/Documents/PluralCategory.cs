namespace Inburgering.Documents;

/// <summary>The plural categories of Unicode CLDR for whole numbers, for the languages that tell more than one from many.</summary>
internal static class PluralCategory
{
    public static string Of(string language, int count) => language switch
    {
        "ar" => count switch
        {
            1 => "one",
            2 => "two",
            _ when count % 100 is >= 3 and <= 10 => "few",
            _ when count % 100 >= 11 => "many",
            _ => "other",
        },
        "ru" or "uk" => (count % 10, count % 100) switch
        {
            (1, not 11) => "one",
            (>= 2 and <= 4, not (>= 12 and <= 14)) => "few",
            _ => "many",
        },
        _ => count == 1 ? "one" : "other",
    };
}
