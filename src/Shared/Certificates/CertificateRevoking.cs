using Inburgering.Accounts;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Eligibility;
using Inburgering.Learning;
using Inburgering.Letters;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Certificates;

/// <summary>
/// A case officer takes a certificate back. If the passes it rests on stand (a wrong name), a new one is issued at once. If they do not
/// (somebody else took the test), the officer names the modules to be taken again: then a fulfilled obligation starts anew, with a letter
/// and a whole term, and nobody is in breach by what they are told only now (docs/adr/0021).
/// </summary>
public sealed class CertificateRevoking(CaseActs acts, IndexKeys keys, PolicyBook policies)
{
    /// <summary>Revokes. Revoking the same certificate again answers the same and changes nothing.</summary>
    /// <param name="verificationCode">The certificate, as typed.</param>
    /// <param name="reason">Why.</param>
    /// <param name="modulesToRedo">Modules of the certificate whose pass does not stand.</param>
    public Task<Answer<Outcome<RevokedCertificate>>> RevokeAsync(
        string personId, CaseOfficer officer, string verificationCode, string reason, IReadOnlyList<string> modulesToRedo, CancellationToken cancellationToken)
    {
        var newCode = RandomCodes.VerificationCode();
        return acts.DoAsync(
            personId, officer, change => Revoke(change, RandomCodes.Normalized(verificationCode), reason, modulesToRedo, newCode), reason, cancellationToken);
    }

    private Answer<RevokedCertificate> Revoke(FileChange change, string code, string reason, IReadOnlyList<string> modulesToRedo, string newCode)
    {
        if (change.File.RevokedCertificates.FirstOrDefault(revoked => RandomCodes.Normalized(revoked.Certificate.VerificationCode) == code) is { } before)
        {
            return before;
        }

        if (change.File.ValidCertificates.FirstOrDefault(valid => RandomCodes.Normalized(valid.VerificationCode) == code) is not { } certificate)
        {
            return Refusal.Conflict("noSuchCertificate", "The person has no certificate with this code.");
        }

        if (!modulesToRedo.All(certificate.Modules.Contains))
        {
            return new Refusal(RefusalKind.Invalid, "badRequest", "must be modules of the certificate", "modulesToRedo");
        }

        var today = LegalCalendar.DayOf(change.Now);
        var revoked = new RevokedCertificate(certificate, today, reason);

        // A pass that does not stand carries no other certificate either.
        var taken = change.File.ValidCertificates.Where(valid => valid == certificate || valid.Modules.Any(modulesToRedo.Contains)).ToList();
        change.Update(file => file with
        {
            Certificate = taken.Contains(file.Certificate!) ? null : file.Certificate,
            FurtherCertificates = file.FurtherCertificates.RemoveAll(taken.Contains),
            RevokedCertificates = file.RevokedCertificates.Add(revoked).AddRange(taken.Where(other => other != certificate).Select(other => new RevokedCertificate(other, today, reason))),
            Modules = file.Modules.SetItems(modulesToRedo.Select(moduleId => KeyValuePair.Create(moduleId, file.Progress(moduleId).Reopening()))),
        });
        change.Record("certificateRevoked", modulesToRedo.Count == 0 ? null : $"to be taken again: {string.Join(", ", modulesToRedo)}");
        Certification.Issue(change, newCode, keys, policies);
        if (modulesToRedo.Count > 0 && change.File.Eligibility is { Treatment: Treatment.Obliged })
        {
            Assessment.Apply(change, policies, new ObligationCommand.Reopen(LetterWriting.NextLetterId(change.File)));
        }

        return revoked;
    }
}
