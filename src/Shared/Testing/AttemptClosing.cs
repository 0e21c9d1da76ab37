using Inburgering.Calendar;
using Inburgering.Certificates;
using Inburgering.People;
using Inburgering.Policies;

namespace Inburgering.Testing;

/// <summary>
/// Closes attempts: grades what was answered, carries the day into the person's progress and draws the consequences. A pass counts
/// on the day the attempt closed, whenever that is processed (seed 3.A, 3.B).
/// </summary>
public sealed class AttemptClosing(IndexKeys keys, PolicyBook policies)
{
    /// <summary>Closes attempts whose time is up, as if each had been submitted in its last moment with what was kept.</summary>
    /// <param name="change">The file, with the attempts that were read.</param>
    /// <param name="expired">Their ids.</param>
    /// <param name="verificationCode">A fresh code, used only if a certificate is issued.</param>
    public void CloseExpired(FileChange change, IReadOnlyList<string> expired, string verificationCode)
    {
        // One whose row is gone can't be graded; it must not stay open for ever.
        foreach (var (moduleId, progress) in change.File.Modules.Where(module => module.Value.OpenAttemptId is { } id && expired.Contains(id) && change.Attempt(id) is null).ToList())
        {
            change.Update(file => file with { Modules = file.Modules.SetItem(moduleId, progress.Abandoning()) });
            change.Record("attemptLost", $"{moduleId} {progress.OpenAttemptId}");
        }

        // All of them before any consequence: by the last one everything may be passed in time.
        Close(change, [.. expired.Select(change.Attempt).OfType<Attempt>()], verificationCode);
    }

    /// <summary>Closes an attempt now, or at the end of its time if that is past.</summary>
    /// <returns>The attempt with its result.</returns>
    public Attempt Close(FileChange change, Attempt attempt, string verificationCode)
    {
        Close(change, [attempt], verificationCode);
        return change.Attempt(attempt.AttemptId)!;
    }

    private void Close(FileChange change, IReadOnlyList<Attempt> attempts, string verificationCode)
    {
        var passed = false;
        foreach (var attempt in attempts)
        {
            passed |= Grade(change, attempt);
        }

        if (passed)
        {
            Certification.Issue(change, verificationCode, keys, policies);
            Assessment.Reassess(change, policies);
        }
    }

    private bool Grade(FileChange change, Attempt attempt)
    {
        var policy = policies.Version(attempt.PolicyVersion);
        var (closedAt, on) = change.Now < attempt.ExpiresAt
            ? (change.Now, LegalCalendar.DayOf(change.Now))
            : (attempt.ExpiresAt, LegalCalendar.DayOf(attempt.ExpiresAt.AddTicks(-1))); // Time that is up at midnight was used on the day before.
        var graded = TestRules.Grade(attempt, policy, closedAt);
        var result = graded.Result!;
        change.Write(graded);
        change.Update(file => file with
        {
            Modules = file.Modules.SetItem(
                attempt.ModuleId, file.Progress(attempt.ModuleId).Closing(attempt.AttemptId, result.Passed, on, result.TopicsToStudy)),
        });
        change.Record(result.Passed ? "testPassed" : "testFailed", $"{attempt.ModuleId} {attempt.AttemptId} {result.ScorePercent}%", policy.Version);
        return result.Passed;
    }
}
