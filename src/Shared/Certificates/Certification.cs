using Inburgering.Calendar;
using Inburgering.People;
using Inburgering.Policies;

namespace Inburgering.Certificates;

/// <summary>Issues the proof of successful participation once all compulsory modules are passed (seed 3.A).</summary>
public static class Certification
{
    /// <summary>Issues it if it is due and was not issued before.</summary>
    /// <param name="verificationCode">A fresh code, used only if a certificate is issued.</param>
    public static void Issue(FileChange change, string verificationCode, IndexKeys keys, PolicyBook policies)
    {
        var today = LegalCalendar.DayOf(change.Now);
        var policy = policies.InForceOn(today);
        if (change.File.Certificate is not null || !change.File.HasPassedAll(policy))
        {
            return;
        }

        change.Claim(keys.VerificationCode(verificationCode));
        change.Update(file => file with { Certificate = new Certificate(verificationCode, file.Details.FullName, today, [.. policy.CompulsoryModules]) });
        change.Record("certificateIssued", policyVersion: policy.Version);
    }
}
