namespace Inburgering.Storage;

/// <summary>What a caller was answered who named their act by a key, so that the same act again is answered the same.</summary>
/// <param name="BodySha256">SHA-256 of the request's body, hexadecimal: another body under the same key is another act, and refused.</param>
/// <param name="StatusCode">The answer's status.</param>
/// <param name="Location">Its header <c>Location</c>.</param>
/// <param name="Language">Its header <c>Content-Language</c>.</param>
/// <param name="Json">Its body.</param>
/// <param name="At">When it was given.</param>
public sealed record KeptAnswer(string BodySha256, int StatusCode, string? Location, string? Language, string Json, DateTimeOffset At);
