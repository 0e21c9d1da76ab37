namespace Inburgering.People;

/// <summary>Why something asked for is not done. Expected, so a result and not an exception.</summary>
public enum RefusalKind
{
    /// <summary>What was asked for does not exist, or not for this caller.</summary>
    NotFound,

    /// <summary>This caller may not.</summary>
    Forbidden,

    /// <summary>The state of the matter does not allow it now.</summary>
    Conflict,

    /// <summary>Somebody else changed it since it was read.</summary>
    Outdated,

    /// <summary>The request itself is wrong.</summary>
    Invalid,

    /// <summary>Too often: to be asked again later.</summary>
    TooManyRequests,
}

/// <param name="Kind">How a caller should take it.</param>
/// <param name="Code">Stable lowerCamelCase name of the rule.</param>
/// <param name="Detail">The rule in the caller's terms; no personal data.</param>
/// <param name="Field">The field it is about, if one is.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Detail, string? Field = null)
{
    /// <summary>After what time to ask again; only with <see cref="RefusalKind.TooManyRequests"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Refusal NotFound(string what) => new(RefusalKind.NotFound, "resourceNotFound", $"There is no such {what}.");

    public static Refusal Conflict(string code, string detail) => new(RefusalKind.Conflict, code, detail);
}

/// <summary>What was asked for, or why not.</summary>
public sealed record Answer<T>(T? Value, Refusal? Refusal)
{
    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}
