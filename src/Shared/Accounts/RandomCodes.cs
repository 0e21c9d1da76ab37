using System.Security.Cryptography;

namespace Inburgering.Accounts;

/// <summary>Ids and codes nobody can guess, from the operating system's generator, in Crockford base 32 (no I, L, O, U).</summary>
public static class RandomCodes
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new person id: 20 characters, 100 bits.</summary>
    public static string PersonId() => New(20).ToLowerInvariant();

    /// <summary>A new attempt id: 20 characters, 100 bits.</summary>
    public static string AttemptId() => New(20).ToLowerInvariant();

    /// <summary>A new id of a claim to an account: 20 characters, 100 bits.</summary>
    public static string ClaimId() => New(20).ToLowerInvariant();

    /// <summary>A new activation code: 60 bits, as XXXX-XXXX-XXXX.</summary>
    public static string ActivationCode() => $"{New(4)}-{New(4)}-{New(4)}";

    /// <summary>A new verification code of a certificate: 80 bits, as XXXX-XXXX-XXXX-XXXX.</summary>
    public static string VerificationCode() => $"{New(4)}-{New(4)}-{New(4)}-{New(4)}";

    /// <summary>A code as somebody typed it, in the form in which it was issued: dashes and spaces dropped, O read as 0, I and L as 1.</summary>
    public static string Normalized(string typed) => new([.. typed
        .ToUpperInvariant()
        .Where(char.IsAsciiLetterOrDigit)
        .Select(character => character switch { 'O' => '0', 'I' or 'L' => '1', _ => character })]);

    private static string New(int length) => RandomNumberGenerator.GetString(Alphabet, length);
}
