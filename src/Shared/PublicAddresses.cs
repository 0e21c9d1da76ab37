namespace Inburgering;

/// <summary>Where people reach the product; printed in letters and certificates.</summary>
/// <param name="Portal">The front end, which serves the API under <c>/api</c>; without a trailing slash.</param>
public sealed record PublicAddresses(string Portal)
{
    /// <summary>Where anyone checks a certificate, without an account.</summary>
    public string Verification(string code) => $"{Portal}/certificates/{code}";

    /// <summary>Where a code is used. It stands in the fragment, which no server sees or logs.</summary>
    public string Activation(string code) => $"{Portal}/#activate={code}";
}
