namespace Inburgering.People;

/// <summary>Who someone is, as one sender knows them.</summary>
/// <param name="GivenNames">All given names.</param>
/// <param name="FamilyName">Family name.</param>
/// <param name="BirthDate">Day of birth.</param>
/// <param name="Nationality">ISO 3166-1 alpha-2.</param>
/// <param name="PassportNumber">As printed in the passport.</param>
/// <param name="Email">Where invitations and reminders go.</param>
/// <param name="PreferredLanguage">ISO 639-1; the language of letters and of the interface.</param>
public sealed record PersonDetails(
    string GivenNames,
    string FamilyName,
    DateOnly BirthDate,
    string Nationality,
    string? PassportNumber = null,
    string? Email = null,
    string? PreferredLanguage = null)
{
    /// <summary>Given names, then family name.</summary>
    public string FullName => $"{GivenNames} {FamilyName}";
}
