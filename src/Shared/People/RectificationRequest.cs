namespace Inburgering.People;

/// <summary>What a person says is wrong about the data held on them.</summary>
public enum RectificationConcern
{
    /// <summary>Names, birth date, nationality, passport.</summary>
    Identity,

    /// <summary>E-mail address or language.</summary>
    Contact,

    /// <summary>Where the person lives, and since when.</summary>
    Residence,

    /// <summary>A permit.</summary>
    Permit,

    /// <summary>Modules, tests, certificate.</summary>
    Learning,

    /// <summary>Letters, their receipt, the deadline.</summary>
    Obligation,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>What came of a request.</summary>
public enum RectificationOutcome
{
    /// <summary>What an officer can correct is corrected.</summary>
    Corrected,

    /// <summary>Another authority holds it, and corrects it there.</summary>
    ReferredToSource,

    /// <summary>It stays as it is.</summary>
    Refused,
}

/// <summary>A case officer's answer to a request.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Words">What the officer writes to the person: at most 2,000 characters.</param>
/// <param name="OfficerId">Who answered.</param>
/// <param name="AnsweredAt">When.</param>
public sealed record RectificationAnswer(RectificationOutcome Outcome, string Words, string OfficerId, DateTimeOffset AnsweredAt);

/// <summary>A person asks a case officer to correct what is held about them (GDPR art. 16).</summary>
/// <param name="RequestId">Rising by one in the file.</param>
/// <param name="At">When it was asked; an answer is due within a month (GDPR art. 12.3).</param>
/// <param name="Concerns">What is wrong.</param>
/// <param name="Statement">In the person's words: at most 2,000 characters.</param>
public sealed record RectificationRequest(string RequestId, DateTimeOffset At, RectificationConcern Concerns, string Statement)
{
    /// <summary>The answer; <see langword="null"/> while the person waits for it.</summary>
    public RectificationAnswer? Answer { get; init; }
}
