using System.Text.Json;
using System.Text.Json.Serialization;

namespace Inburgering.Commands.Doors;

// Parameters without a default must be there: PublicDoors.Json refuses an answer that lacks one.

/// <summary><c>GET /me</c>. The person's properties stand at the top or under <c>person</c>.</summary>
internal sealed record Me(
    Obligation Obligation, PersonShape? Person = null, string? PersonId = null, string? Agency = null, string? Region = null)
{
    [JsonIgnore]
    public PersonShape Who => Person ?? new PersonShape(PersonId ?? throw new DoorException("/me names no personId."), Agency, Region);
}

internal sealed record PersonShape(string PersonId, string? Agency = null, string? Region = null);

internal sealed record Obligation(
    string Status,
    DateOnly? ReceivedOn = null,
    DateOnly? DeadlineOn = null,
    string? EndedReason = null,
    IReadOnlyList<string>? RemainingModules = null);

/// <summary>A list as every list of the API is shaped.</summary>
internal sealed record Listing<T>(IReadOnlyList<T> Items, string? Self = null, string? Next = null);

/// <summary>An item of <c>GET /me/modules</c>. Status: notStarted, inProgress, readyForTest, passed. Percent: 0–100.</summary>
internal sealed record ModuleProgress(string ModuleId, bool Compulsory, string Status, double Percent);

/// <summary><c>GET /modules/{moduleId}</c>: the sections in their order.</summary>
internal sealed record ModuleContent(string ModuleId, IReadOnlyList<SectionContent> Sections);

/// <summary>A section; its text stands under a name that the contract leaves open.</summary>
internal sealed record SectionContent(string SectionId)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Rest { get; init; } = [];
}

internal sealed record Attempt(string AttemptId, IReadOnlyList<Question> Questions, DateTimeOffset ExpiresAt);

internal sealed record Question(string QuestionId, string Text, IReadOnlyList<Option> Options, bool Multiple);

/// <summary>One option; whatever stands beside id and text is kept, so that a leaked answer is seen.</summary>
internal sealed record Option(string OptionId, string Text)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Rest { get; init; } = [];
}

internal sealed record GivenAnswer(string QuestionId, IReadOnlyList<string> OptionIds);

internal sealed record GivenAnswers(IReadOnlyList<GivenAnswer> Answers);

internal sealed record TestResult(string AttemptId, bool Passed, double Score, double PassMark, IReadOnlyList<string> TopicsToStudy);

/// <summary><c>GET /me/certificate</c> as JSON.</summary>
internal sealed record Certificate(string VerificationCode, string HolderName, DateOnly IssuedOn, IReadOnlyList<JsonElement> Modules);

/// <summary><c>GET /certificates/{verificationCode}</c>: valid or revoked.</summary>
internal sealed record CertificateCheck(string Status, string HolderName, DateOnly IssuedOn, IReadOnlyList<JsonElement> Modules);

internal sealed record LetterItem(string LetterId);

/// <summary>Status: fulfilled, pending, notFulfilled, notApplicable, unknown.</summary>
internal sealed record ComplianceAnswer(string Status, JsonElement AsOf, JsonElement PolicyVersion);
