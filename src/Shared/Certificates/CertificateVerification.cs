using Inburgering.Accounts;
using Inburgering.People;
using Inburgering.Storage;

namespace Inburgering.Certificates;

/// <summary>Anyone checks a certificate by its code.</summary>
public sealed class CertificateVerification(PersonStore store, PersonIndex index, IndexKeys keys)
{
    /// <summary>The certificate with that code, and whether it was revoked; <see langword="null"/> if none was issued. Two point reads.</summary>
    public async Task<(Certificate Certificate, bool IsRevoked)?> FindAsync(string typedCode, CancellationToken cancellationToken)
    {
        if (await index.FindAsync(keys.VerificationCode(typedCode), cancellationToken) is not { } personId
            || await store.FindKeptAsync(personId, cancellationToken) is not { File: { } file })
        {
            return null;
        }

        var code = RandomCodes.Normalized(typedCode);
        if (file.ValidCertificates.FirstOrDefault(certificate => RandomCodes.Normalized(certificate.VerificationCode) == code) is { } valid)
        {
            return (valid, false);
        }

        return file.RevokedCertificates.FirstOrDefault(revoked => RandomCodes.Normalized(revoked.Certificate.VerificationCode) == code) is { } taken
            ? (taken.Certificate, true)
            : null;
    }
}
