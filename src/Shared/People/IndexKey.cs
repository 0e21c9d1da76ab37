using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Inburgering.Accounts;

namespace Inburgering.People;

/// <summary>What someone is looked up by: the kind of identifier and its keyed hash, never the identifier itself.</summary>
/// <param name="Kind">Kind of identifier.</param>
/// <param name="Hash">HMAC-SHA-256 of the identifier, hexadecimal.</param>
public sealed record IndexKey(string Kind, string Hash);

/// <summary>Makes look-up keys under the product's secret (docs/privacy: stored encrypted, looked up by keyed hash).</summary>
public sealed class IndexKeys
{
    internal const string AccountKind = "account";
    internal const string ActivationCodeKind = "activationCode";

    private readonly byte[] secret;

    /// <param name="secret">At least 32 bytes; changing it makes everybody unknown.</param>
    public IndexKeys(byte[] secret)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, 32);
        this.secret = secret;
    }

    /// <summary>Tells one secret from another and gives neither away.</summary>
    public string Fingerprint => Key("fingerprint").Hash;

    public IndexKey NationalNumber(string nationalNumber) => Key("nationalNumber", nationalNumber);

    /// <summary>A permit and the birth date of its holder.</summary>
    public IndexKey PermitHolder(string permitNumber, DateOnly birthDate) => Key("permitHolder", permitNumber, Day(birthDate));

    /// <summary>A permit and the birth date of the partner it names.</summary>
    public IndexKey PermitPartner(string permitNumber, DateOnly birthDate) => Key("permitPartner", permitNumber, Day(birthDate));

    /// <summary>A permit alone: its holder, for DWEWIS's question.</summary>
    public IndexKey Permit(string permitNumber) => Key("permit", permitNumber);

    /// <summary>A passport of the country whose national the person is: each country numbers its own.</summary>
    public IndexKey Passport(string passportNumber, string nationality, DateOnly birthDate) =>
        Key("passport", passportNumber.ToUpperInvariant(), nationality, Day(birthDate));

    /// <summary>The partner of that birth date whom somebody named or declared.</summary>
    public IndexKey PartnerOf(string personId, DateOnly birthDate) => Key("partnerOf", personId, Day(birthDate));

    public IndexKey Account(string issuer, string subject) => Key(AccountKind, issuer, subject);

    public IndexKey ActivationCode(string typed) => Key(ActivationCodeKind, RandomCodes.Normalized(typed));

    public IndexKey VerificationCode(string typed) => Key("verificationCode", RandomCodes.Normalized(typed));

    /// <summary>A message, so that it is always taken into the same file.</summary>
    public IndexKey Message(string source, string id) => Key("message", source, id);

    /// <summary>The same message as far as it concerns the partner it names: a kind of its own, which no id can spell.</summary>
    public IndexKey PartnerMessage(string source, string id) => Key("partnerMessage", source, id);

    /// <summary>Everybody whose registration names this national number in the household.</summary>
    public IndexKey HouseholdOf(string nationalNumber) => Key("household", nationalNumber);

    /// <summary>Everybody of that family name and birth date: for a case officer's search only, never for matching.</summary>
    public IndexKey Name(string familyName, DateOnly birthDate) => Key("name", Searchable(familyName), Day(birthDate));

    /// <summary>Everybody of that birth date and nationality who is known but not registered: for a case officer's decision only, never for matching.</summary>
    public IndexKey Unregistered(DateOnly birthDate, string nationality) => Key("unregistered", Day(birthDate), nationality);

    /// <summary>A name as it is compared in a search: letters only, without case and accents, so that "Yılmaz" is found by "YILMAZ".</summary>
    private static string Searchable(string name) => string.Concat(name
        .Normalize(NormalizationForm.FormKD)
        .Where(char.IsLetter)
        .Select(letter => letter == 'ı' ? 'I' : char.ToUpperInvariant(letter)));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private IndexKey Key(string kind, params string[] parts) =>
        new(kind, Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(kind + "\n" + string.Join('\n', parts)))));
}
