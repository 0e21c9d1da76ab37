using System.Net;

namespace Inburgering.Commands.Doors;

/// <summary>What one signed-in learner can do.</summary>
internal sealed class LearnerDoor(PublicDoors doors)
{
    public Account Account { get; } = Account.Learner();

    public Task<Answer> ActivateAsync(string activationCode, DateOnly birthDate) =>
        doors.PostAsync("api/v1/activations", new { activationCode, birthDate }, Account);

    public async Task<Me> MeAsync() => (await doors.GetAsync("api/v1/me", Account)).As<Me>();

    public async Task<IReadOnlyList<ModuleProgress>> ProgressAsync() =>
        (await doors.GetAsync("api/v1/me/modules", Account)).As<Listing<ModuleProgress>>().Items;

    public async Task<ModuleContent> ReadAsync(string moduleId, string language) =>
        (await doors.GetAsync($"api/v1/modules/{moduleId}?language={language}", Account)).As<ModuleContent>();

    public async Task CompleteAsync(string moduleId, string sectionId) =>
        (await doors.PutAsync($"api/v1/me/modules/{moduleId}/sections/{sectionId}", new { completed = true }, Account)).OrThrow();

    /// <summary>Starts a test, or is refused (409 until the module has been gone through).</summary>
    public Task<Answer> TryStartAttemptAsync(string moduleId) =>
        doors.PostAsync($"api/v1/me/modules/{moduleId}/attempts", body: null, Account);

    public async Task<Attempt> StartAttemptAsync(string moduleId) => (await TryStartAttemptAsync(moduleId)).As<Attempt>();

    public async Task SaveAsync(string attemptId, GivenAnswers answers) =>
        (await doors.PutAsync($"api/v1/me/attempts/{attemptId}/answers", answers, Account)).OrThrow();

    public async Task<TestResult> SubmitAsync(string attemptId, GivenAnswers? answers = null) =>
        (await doors.PostAsync($"api/v1/me/attempts/{attemptId}/submission", answers, Account)).As<TestResult>();

    /// <summary>The certificate, or <see langword="null"/> as long as there is none.</summary>
    public async Task<Certificate?> CertificateAsync()
    {
        var answer = await doors.GetAsync("api/v1/me/certificate", Account, accept: "application/json");
        return answer.Status == HttpStatusCode.NotFound ? null : answer.As<Certificate>();
    }

    public Task<Answer> CertificatePdfAsync() => doors.GetAsync("api/v1/me/certificate", Account, accept: "application/pdf");

    public async Task<IReadOnlyList<LetterItem>> LettersAsync() =>
        (await doors.GetAsync("api/v1/me/letters", Account)).As<Listing<LetterItem>>().Items;

    public Task<Answer> LetterPdfAsync(string letterId) => doors.GetAsync($"api/v1/me/letters/{letterId}", Account, accept: "application/pdf");
}
