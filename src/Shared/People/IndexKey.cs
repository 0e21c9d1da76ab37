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
    internal const string HouseholdKind = "household";
    internal const string MessageKind = "message";
    internal const string PartnerMessageKind = "partnerMessage";

    private readonly IReadOnlyList<byte[]> secrets;

    /// <param name="secrets">
    /// At least 32 bytes each, the oldest first; without any of them everybody would be unknown. Each rotation laid one more over
    /// the ones before (docs/adr/0019).
    /// </param>
    public IndexKeys(params IReadOnlyList<byte[]> secrets)
    {
        ArgumentOutOfRangeException.ThrowIfZero(secrets.Count);
        foreach (var secret in secrets)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, 32);
        }

        this.secrets = secrets;
    }

    /// <summary>Reads secrets in base64, with spaces between them.</summary>
    /// <exception cref="FormatException">They are not that, or one has less than 32 bytes.</exception>
    public static IndexKeys Parse(string text)
    {
        var secrets = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Convert.FromBase64String).ToList();
        return secrets.Count > 0 && secrets.All(secret => secret.Length >= 32) ? new IndexKeys(secrets) : throw new FormatException("A secret has at least 32 bytes.");
    }

    /// <summary>The same identifiers once more secrets lie over these.</summary>
    public IndexKeys Under(byte[] secret) => new([.. secrets, secret]);

    /// <summary>A key that was made without the newest secret, as it is with it.</summary>
    internal IndexKey Over(IndexKey older) => older with { Hash = Over(older.Kind, older.Hash, secrets[^1]) };

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
    public IndexKey Message(string source, string id) => Key(MessageKind, source, id);

    /// <summary>The same message as far as it concerns the partner it names: a kind of its own, which no id can spell.</summary>
    public IndexKey PartnerMessage(string source, string id) => Key(PartnerMessageKind, source, id);

    /// <summary>An act that a caller named by an idempotency key: of that account, at that address.</summary>
    public IndexKey Act(string issuer, string subject, string address, string key) => Key("answer", issuer, subject, address, key);

    /// <summary>Everybody whose registration names this national number in the household.</summary>
    public IndexKey HouseholdOf(string nationalNumber) => Key(HouseholdKind, nationalNumber);

    /// <summary>Everybody of that family name and birth date: for a case officer's search only, never for matching.</summary>
    public IndexKey Name(string familyName, DateOnly birthDate) => Key("name", Searchable(familyName), Day(birthDate));

    /// <summary>Everybody of that birth date and nationality who is known but not registered: for a case officer's decision only, never for matching.</summary>
    public IndexKey Unregistered(DateOnly birthDate, string nationality) => Key("unregistered", Day(birthDate), nationality);

    /// <summary>Everybody of that birth date and nationality who is registered and to whom no permit leads: for a case officer's decision only, never for matching.</summary>
    public IndexKey WithoutPermit(DateOnly birthDate, string nationality) => Key("withoutPermit", Day(birthDate), nationality);

    /// <summary>A name as it is compared in a search: letters only, without case and accents, so that "Yılmaz" is found by "YILMAZ".</summary>
    private static string Searchable(string name) => string.Concat(name
        .Normalize(NormalizationForm.FormKD)
        .Where(char.IsLetter)
        .Select(letter => letter == 'ı' ? 'I' : char.ToUpperInvariant(letter)));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private IndexKey Key(string kind, params string[] parts) =>
        new(kind, secrets.Skip(1).Aggregate(Over(kind, string.Join('\n', parts), secrets[0]), (hash, secret) => Over(kind, hash, secret)));

    private static string Over(string kind, string text, byte[] secret) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(kind + "\n" + text)));
}
