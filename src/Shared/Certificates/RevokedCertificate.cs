namespace Inburgering.Certificates;

/// <summary>A certificate that a case officer took back. Whoever checks its code is told so.</summary>
/// <param name="Certificate">As it was issued.</param>
/// <param name="RevokedOn">Legal day on which it was taken back.</param>
/// <param name="Reason">Why, in the officer's words.</param>
public sealed record RevokedCertificate(Certificate Certificate, DateOnly RevokedOn, string Reason);
