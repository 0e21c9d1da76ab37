using Inburgering.Accounts;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Certificates;

/// <summary>Anyone checks a certificate by its code.</summary>
public sealed class CertificateVerification(PersonStore store, PersonIndex index, IndexKeys keys)
{
    /// <summary>The certificate with that code; <see langword="null"/> if none was issued. Two point reads.</summary>
    public async Task<Certificate?> FindAsync(string typedCode, CancellationToken cancellationToken) =>
        await index.FindAsync(keys.VerificationCode(typedCode), cancellationToken) is { } personId
            && await store.FindKeptAsync(personId, cancellationToken) is { } stored
            ? stored.File.FurtherCertificates.Prepend(stored.File.Certificate).OfType<Certificate>()
                .FirstOrDefault(certificate => RandomCodes.Normalized(certificate.VerificationCode) == RandomCodes.Normalized(typedCode))
            : null;
}
