using System.Security.Cryptography;
using Inburgering.Accounts;
using Inburgering.Enforcement;
using Inburgering.Messages;
using Inburgering.People;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.Functions.Http;

/// <summary>
/// Answers an act that a caller names by <c>Idempotency-Key</c> as it was answered before. The answer is kept in the person's partition once
/// the act is done; a crash between the two is made good by the acts themselves, whose repeat changes nothing.
/// </summary>
internal sealed class IdempotencyMiddleware(PersonStore store, AccountActivation accounts, IndexKeys keys, TimeProvider clock) : IFunctionsWorkerMiddleware
{
    private const string Header = "Idempotency-Key";
    private const int LongestKey = 128;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http
            || http.Request.Headers[Header] is not [{ } key]
            || !FunctionAccess.Table.TryGetValue(context.FunctionDefinition.Name, out var access) || !access.Creates
            || http.Features.Get<Caller>() is not { } caller)
        {
            await next(context);
            return;
        }

        var result = context.GetInvocationResult();
        if (key.Length is 0 or > LongestKey || key.Any(character => character is < '!' or > '~'))
        {
            result.Value = Problems.Invalid([new FieldError(Header, FormattableString.Invariant($"must be 1 to {LongestKey} printable ASCII characters"))], "header");
            return;
        }

        var (body, problem) = await RequestBody.BufferAsync(http.Request, http.RequestAborted);
        if (problem is not null)
        {
            result.Value = problem;
            return;
        }

        var (act, sha256) = (keys.Act(caller.Issuer, caller.Subject, http.Request.Path, key), Convert.ToHexStringLower(SHA256.HashData(body!)));
        if (await PersonIdAsync(http, caller) is { } known && await store.FindAnswerAsync(known, act, http.RequestAborted) is { } kept)
        {
            result.Value = kept.BodySha256 == sha256
                ? Again(http, kept)
                : Problems.Of(Refusal.Conflict("idempotencyKeyReused", "This Idempotency-Key named an act with another body: a new act needs a key of its own."));
            return;
        }

        await next(context);
        if (result.Value is KeepableAnswer done && await PersonIdAsync(http, caller) is { } personId)
        {
            var language = http.Response.Headers.ContentLanguage is [{ } spoken] ? spoken : null;
            await store.KeepAnswerAsync(personId, act, new KeptAnswer(sha256, done.Status, done.Location, language, done.Json, clock.GetUtcNow()), CancellationToken.None);
        }
    }

    private static KeepableAnswer Again(HttpContext http, KeptAnswer kept)
    {
        if (kept.Language is { } language)
        {
            http.Response.Headers.ContentLanguage = language;
        }

        return new KeepableAnswer(kept.StatusCode, kept.Location, kept.Json);
    }

    /// <summary>In whose partition the answer is kept: the learner's own, or the one that the path names.</summary>
    private async Task<string?> PersonIdAsync(HttpContext http, Caller caller) =>
        caller.PersonId
        ?? (http.GetRouteValue("personId") as string is { } personId && personId.All(char.IsAsciiLetterOrDigit) ? personId : null)
        ?? (http.GetRouteValue("caseId") is string caseId ? EnforcementReferral.PersonOf(caseId) : null)
        ?? (caller.Role == Role.Learner ? await accounts.PersonIdAsync(caller.Issuer, caller.Subject, http.RequestAborted) : null);
}
