using Inburgering.Arrivals;
using Inburgering.Documents;
using Inburgering.Learning;
using Inburgering.Letters;
using Inburgering.Policies;

namespace Inburgering.Certificates;

/// <summary>What a certificate shows: holder's name, date, modules, and how to check it.</summary>
public static class CertificateContents
{
    public static CertificateContent Of(Certificate certificate, ContentPackage content, Policy policy, PublicAddresses addresses) => new()
    {
        HolderName = certificate.HolderName,
        IssuedOn = certificate.IssuedOn,
        Modules = LetterContents.Titles(certificate.Modules, content, policy, "en"),
        VerificationCode = certificate.VerificationCode,
        VerificationUrl = addresses.Verification(certificate.VerificationCode),
        IssuingAgency = policy.Agencies[Agency.Agii].Name,
    };
}
