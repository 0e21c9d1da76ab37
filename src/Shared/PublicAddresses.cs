namespace Inburgering;

/// <summary>Where people reach the product; printed in letters and certificates.</summary>
/// <param name="Portal">The front end, without a trailing slash.</param>
public sealed record PublicAddresses(string Portal)
{
    public string Verification(string code) => $"{Portal}/certificates/{code}";

    public string Activation(string code) => $"{Portal}/activate#{code}";
}
