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
/// Answers an act that a caller names by <c>Idempotency-Key</c> as it was answered before. The answer is kept in the person's partition, in the
/// commit that does the act where the act said how it will be answered (<see cref="ActAnswer"/>). What found everything done already, and
/// the few acts whose answer is known only later, are kept afterwards: their repeat changes nothing and answers the same.
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

        var act = new RequestedAct(keys.Act(caller.Issuer, caller.Subject, http.Request.Path, key), Convert.ToHexStringLower(SHA256.HashData(body!)));
        if (await AnsweredBeforeAsync(http, caller, act) is { } before)
        {
            result.Value = before;
            return;
        }

        http.Features.Set(act);
        var named = new NamedAct(act.Key, (decided, personId) => act.View?.Invoke(decided, personId) is { } answer ? Kept(http, act, answer) : null);
        NamedAct.Current = named;
        try
        {
            await next(context);
        }
        catch (ActDoneException)
        {
            result.Value = await AnsweredBeforeAsync(http, caller, act);
            return;
        }
        finally
        {
            NamedAct.Current = null;
        }

        // A file that was joined into another is asked for by its old id, and answers there too.
        if (result.Value is KeepableAnswer done && await PersonIdAsync(http, caller) is { } personId && personId != named.KeptIn)
        {
            await store.KeepAnswerAsync(personId, act.Key, Kept(http, act, done), CancellationToken.None);
        }
    }

    private async Task<IResult?> AnsweredBeforeAsync(HttpContext http, Caller caller, RequestedAct act) =>
        await PersonIdAsync(http, caller) is not { } personId || await store.FindAnswerAsync(personId, act.Key, http.RequestAborted) is not { } kept ? null
        : kept.BodySha256 == act.BodySha256 ? Again(http, kept)
        : Problems.Of(Refusal.Conflict("idempotencyKeyReused", "This Idempotency-Key named an act with another body: a new act needs a key of its own."));

    private KeptAnswer Kept(HttpContext http, RequestedAct act, KeepableAnswer answer) => new(
        act.BodySha256,
        answer.Status,
        answer.Location,
        http.Response.Headers.ContentLanguage is [{ } spoken] ? spoken : null,
        answer.Json,
        clock.GetUtcNow());

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
