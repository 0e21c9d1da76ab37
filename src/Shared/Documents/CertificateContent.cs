namespace Inburgering.Documents;

/// <summary>The proof of successful participation. It says no more of a person than these.</summary>
public sealed record CertificateContent
{
    public required string HolderName { get; init; }

    /// <summary>The day of issue, in Europe/Brussels.</summary>
    public required DateOnly IssuedOn { get; init; }

    /// <summary>Titles of the modules passed, in order; at least one.</summary>
    public required IReadOnlyList<Phrase> Modules { get; init; }

    public required string VerificationCode { get; init; }

    /// <summary>Where anyone checks it: encoded in the QR code and printed; at most 500 characters.</summary>
    public required string VerificationUrl { get; init; }

    public required string IssuingAgency { get; init; }

    /// <summary>BCP 47 tag of the second language beside Dutch; English for a Dutch speaker and where there are no texts.</summary>
    public string Language { get; init; } = "en";
}
