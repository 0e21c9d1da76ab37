using Inburgering.Arrivals;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Http;

/// <summary>Who calls, as the access middleware established it before the function runs.</summary>
/// <param name="Issuer">The token's issuer.</param>
/// <param name="Subject">The account at that issuer.</param>
/// <param name="Role">The role in which they call: of theirs, the first that the function takes.</param>
/// <param name="PersonId">The learner's own person.</param>
/// <param name="Agency">The case officer's agency.</param>
internal sealed record Caller(string Issuer, string Subject, string Role, string? PersonId, Agency? Agency);

internal static class CallerFeature
{
    /// <exception cref="InvalidOperationException">The function is open to everybody and has no caller.</exception>
    public static Caller Caller(this HttpRequest request) =>
        request.HttpContext.Features.Get<Caller>() ?? throw new InvalidOperationException("The access middleware did not run.");

    /// <summary>The person the learner's account stands for.</summary>
    public static string PersonId(this HttpRequest request) => request.Caller().PersonId!;
}
