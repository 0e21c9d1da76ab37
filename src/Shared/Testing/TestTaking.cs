using Inburgering.Accounts;
using Inburgering.Calendar;
using Inburgering.Learning;
using Inburgering.People;
using Inburgering.Policies;
using Inburgering.Storage;

namespace Inburgering.Testing;

/// <summary>Starting, saving and submitting a test (seed 3.A). Grading happens here only; right answers never leave before the attempt is closed.</summary>
public sealed class TestTaking(PersonFiles files, PersonStore store, AttemptClosing closing, PublishedContent published, PolicyBook policies, TimeProvider clock)
{
    private static readonly Refusal SectionsNotCompleted = Refusal.Conflict("sectionsNotCompleted", "Every section of the module must be gone through before its test.");
    private static readonly Refusal AlreadyPassed = Refusal.Conflict("alreadyPassed", "The test of this module is passed already.");
    private static readonly Refusal Closed = Refusal.Conflict("attemptClosed", "The attempt is closed: it was submitted, or its time is up.");

    /// <summary>Starts an attempt, or goes on with the one that is open: there is never more than one a module.</summary>
    /// <param name="asked">The language the learner asks for; before the one chosen for the module.</param>
    /// <param name="liked">The language their device likes best; after it.</param>
    public async Task<Answer<Attempt>> StartAsync(string personId, string moduleId, string? asked, string? liked, CancellationToken cancellationToken)
    {
        // What was kept of an attempt whose time is up is graded by the reading.
        var edition = published.Edition;
        if (!edition.Package.Modules.TryGetValue(moduleId, out var module) || await files.ReadAsync(personId, cancellationToken) is not { } file)
        {
            return Refusal.NotFound("module");
        }

        personId = file.PersonId;
        if (file.Progress(moduleId).OpenAttemptId is { } openId && await store.FindAttemptAsync(personId, openId, cancellationToken) is { Attempt.IsOpen: true } open)
        {
            return file.HasAccess ? open.Attempt : Access.Closed;
        }

        var attemptId = RandomCodes.AttemptId();
        var outcome = await files.ChangeAsync<Answer<Attempt>>(
            personId,
            Actor.Learner,
            change => Start(change, module, edition.Number, attemptId, asked, liked),
            cancellationToken: cancellationToken);
        return outcome?.Result is { Value: null, Refusal: null } ? await StartAsync(personId, moduleId, asked, liked, cancellationToken) : outcome!.Result!;
    }

    /// <summary>
    /// An attempt, open or closed, for whoever goes on with it on another device or reads what was right. One whose time is up is graded
    /// by the reading.
    /// </summary>
    public async Task<Answer<Attempt>> ReadAsync(string personId, string attemptId, CancellationToken cancellationToken)
    {
        if (await files.ReadAsync(personId, cancellationToken) is not { } file || await store.FindAttemptAsync(file.PersonId, attemptId, cancellationToken) is not { } stored)
        {
            return Refusal.NotFound("attempt");
        }

        return stored.Attempt.IsOpen && !file.HasAccess ? Access.Closed : stored.Attempt;
    }

    /// <summary>Keeps answers. They are laid over those given before.</summary>
    public async Task<Answer<Attempt>> SaveAsync(string personId, string attemptId, IReadOnlyList<GivenAnswer> answers, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(personId, cancellationToken) is not { } person)
        {
            return Refusal.NotFound("attempt");
        }

        while (true)
        {
            if (await store.FindAttemptAsync(person.File.PersonId, attemptId, cancellationToken) is not { } stored)
            {
                return Refusal.NotFound("attempt");
            }

            if (stored.Attempt.IsOpen && !person.File.HasAccess)
            {
                return Access.Closed;
            }

            if (!stored.Attempt.IsOpen || clock.GetUtcNow() >= stored.Attempt.ExpiresAt)
            {
                return Closed;
            }

            if (GivenAnswer.RefusalOf(answers, stored.Attempt) is { } refused)
            {
                return refused;
            }

            var saved = stored.Attempt.Answering(answers);
            if (await store.SaveAttemptAsync(person.File.PersonId, stored, saved, cancellationToken) == CommitResult.Committed)
            {
                return saved;
            }
        }
    }

    /// <summary>Closes and grades an attempt. Submitting it again answers the same; after its time only what was saved counts.</summary>
    public async Task<Answer<Outcome<Attempt>>> SubmitAsync(string personId, string attemptId, IReadOnlyList<GivenAnswer>? answers, CancellationToken cancellationToken)
    {
        var verificationCode = RandomCodes.VerificationCode();
        var outcome = await files.ChangeAsync<Answer<Attempt>>(
            personId,
            Actor.Learner,
            change => Submit(change, attemptId, answers, verificationCode),
            attemptId: attemptId,
            cancellationToken: cancellationToken);
        return outcome?.Result switch
        {
            null => Refusal.NotFound("attempt"),
            { Refusal: { } refused } => refused,
            { Value: { } attempt } => new Outcome<Attempt>(attempt, outcome!.PersonId, outcome.PlanChanged),
            _ => throw new InvalidOperationException("An answer holds a value or a refusal."),
        };
    }

    private Answer<Attempt> Start(FileChange change, Module module, int edition, string attemptId, string? asked, string? liked)
    {
        var progress = change.File.Progress(module.ModuleId);
        if (progress.IsPassed)
        {
            return AlreadyPassed;
        }

        if (!change.File.HasAccess)
        {
            return Access.Closed;
        }

        if (progress.OpenAttemptId is not null)
        {
            // Another device was faster; the caller looks again.
            return new Answer<Attempt>(null, null);
        }

        if (progress.StatusIn(module.SectionIds) != ModuleStatus.ReadyForTest)
        {
            return SectionsNotCompleted;
        }

        var policy = policies.InForceOn(LegalCalendar.DayOf(change.Now));
        var language = module.LanguageFor(policy.LanguageFallbacks, asked, progress.Language, liked, change.File.Details.PreferredLanguage);
        var attempt = TestRules.Draw(module, attemptId, language, policy, change.Now, change.File.Accommodation?.ExtraTimePercent ?? 0) with { Edition = edition };
        change.Write(attempt);
        change.Update(file => file with { Modules = file.Modules.SetItem(module.ModuleId, progress.Opening(attemptId, attempt.ExpiresAt)) });
        change.Record("attemptStarted", $"{module.ModuleId} {attemptId}", policy.Version);
        return attempt;
    }

    private Answer<Attempt> Submit(FileChange change, string attemptId, IReadOnlyList<GivenAnswer>? answers, string verificationCode)
    {
        if (change.Attempt(attemptId) is not { } attempt)
        {
            return Refusal.NotFound("attempt");
        }

        if (!attempt.IsOpen)
        {
            return attempt;
        }

        if (!change.File.HasAccess)
        {
            return Access.Closed;
        }

        if (answers is not null)
        {
            if (GivenAnswer.RefusalOf(answers, attempt) is { } refused)
            {
                return refused;
            }

            attempt = attempt.Answering(answers);
        }

        return closing.Close(change, attempt, verificationCode);
    }

}
