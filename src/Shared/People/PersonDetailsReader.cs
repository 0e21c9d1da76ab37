using Inburgering.Messages;

namespace Inburgering.People;

/// <summary>Reads who somebody is, by the rules every sender shares.</summary>
internal static class PersonDetailsReader
{
    public static PersonDetails Read(FieldReader person, DateOnly today)
    {
        var details = new PersonDetails(
            person.Text("givenNames", 200),
            person.Text("familyName", 200),
            person.Date("birthDate"),
            person.Text("nationality", 2),
            person.OptionalText("passportNumber", 30),
            person.OptionalText("email", 254),
            person.OptionalText("preferredLanguage", 2));
        BirthDate(person, "birthDate", details.BirthDate, today);
        Nationality(person, "nationality", details.Nationality);
        person.Rule("email", details.Email is null || IsEmail(details.Email), "must be an e-mail address");
        person.Rule("preferredLanguage", details.PreferredLanguage is null || (details.PreferredLanguage.Length == 2 && details.PreferredLanguage.All(char.IsAsciiLetterLower)), "must be a language of ISO 639-1, like tr");
        return details;
    }

    public static void BirthDate(FieldReader reader, string name, DateOnly birthDate, DateOnly today)
    {
        reader.Rule(name, birthDate <= today, "must not be in the future");
        reader.Rule(name, birthDate > today.AddYears(-130), "must be within the last 130 years");
    }

    public static void Nationality(FieldReader reader, string name, string nationality) =>
        reader.Rule(name, nationality.Length == 2 && nationality.All(char.IsAsciiLetterUpper), "must be a country of ISO 3166-1 alpha-2, like TR");

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
    }
}
