using Azure;
using Inburgering.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Http;

/// <summary>Lets a request through to its function only if <see cref="FunctionAccess"/> and the limits say so. The same code in Azure and locally.</summary>
internal sealed partial class AccessMiddleware(
    IReadOnlyList<TrustedIssuer> issuers, RateLimits limits, ClientAddress addresses, AccessLog accessLog, ILogger<AccessMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        SecurityHeaders.Set(http);
        var function = context.FunctionDefinition.Name;
        var result = context.GetInvocationResult();
        try
        {
            if (await RefusalAsync(http, function) is { } refusal)
            {
                result.Value = refusal;
                return;
            }

            await next(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !http.Response.HasStarted)
        {
            result.Value = await FailedAsync(http, function, exception);
        }

        if (result.Value is IStatusCodeHttpResult { StatusCode: StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound })
        {
            NoteMissed(http, function);
        }
    }

    private async Task<IResult?> RefusalAsync(HttpContext http, string function)
    {
        if (!FunctionAccess.Table.TryGetValue(function, out var access))
        {
            return Refuse(function, null, "missingPermission", Problems.Forbidden("This operation is open to nobody."));
        }

        var address = addresses.KeyOf(http);
        if (access.Ownership == Ownership.Anyone)
        {
            return (limits.Take(address) ?? limits.Guessing(address)) is { } pause ? TooMany(http, function, null, pause) : null;
        }

        var result = await http.AuthenticateAsync(Authentication.Scheme);

        // Whatever else a handler lets pass as an issuer (the name in its metadata, Entra's v1 name of a tenant), only the one that was configured counts.
        var signedIn = result.Succeeded ? issuers.FirstOrDefault(issuer => issuer.Issuer == result.Principal.FindFirst("iss")?.Value)?.Read(result.Principal) : null;
        if (signedIn is null)
        {
            return limits.Take(address) is { } pause ? TooMany(http, function, null, pause) : WithoutToken(http, function, result);
        }

        http.User = result.Principal!;
        var role = access.Roles.FirstOrDefault(signedIn.Roles.Contains);
        var caller = new Caller(signedIn.Issuer, signedIn.Subject, role ?? string.Empty, null, signedIn.Agency);
        if (limits.Take(caller) is { } wait)
        {
            return TooMany(http, function, signedIn, wait);
        }

        if (role is null)
        {
            return Refuse(function, signedIn, "missingPermission", Problems.Forbidden($"Only the role {string.Join(" or ", access.Roles)} may do this."));
        }

        switch (access.Ownership)
        {
            case Ownership.OwnPerson:
                var accounts = http.RequestServices.GetRequiredService<AccountActivation>();
                caller = caller with { PersonId = await accounts.PersonIdAsync(caller.Issuer, caller.Subject, http.RequestAborted) };
                if (caller.PersonId is null)
                {
                    return Refuse(function, signedIn, "accountNotActivated", Problems.NotActivated());
                }

                break;
            case Ownership.OwnAgency when caller.Agency is null:
                return Refuse(function, signedIn, "missingPermission", Problems.Forbidden("The bearer token must name the case officer's agency."));
        }

        http.Features.Set(caller);
        return null;
    }

    /// <summary>A person who was erased since their account was last looked up is no failure: the account stands for nobody any more.</summary>
    private async Task<IResult> FailedAsync(HttpContext http, string function, Exception exception)
    {
        // Storage that fails would only be asked once more.
        if (exception is not (RequestFailedException or AggregateException)
            && http.Features.Get<Caller>() is { PersonId: not null } caller
            && !await http.RequestServices.GetRequiredService<AccountActivation>().StillStandsAsync(caller.Issuer, caller.Subject, http.RequestAborted))
        {
            return Problems.NotActivated();
        }

        LogFailed(exception, function);
        return Problems.Internal();
    }

    private IResult WithoutToken(HttpContext http, string function, AuthenticateResult result)
    {
        http.Response.Headers.WWWAuthenticate = result.None ? "Bearer" : "Bearer error=\"invalid_token\"";
        return result switch
        {
            { None: true } => Refuse(function, null, "noAccessToken", Problems.NoToken()),
            { Failure: SecurityTokenExpiredException } => Refuse(function, null, "expiredAccessToken", Problems.Expired()),
            { Succeeded: true } => Refuse(function, null, "invalidAccessToken", Problems.Unauthorized("The bearer token must name an account of a trusted issuer, by the name of the issuer that was configured.")),
            _ => Refuse(function, null, "invalidAccessToken", Problems.Unauthorized("The bearer token is not valid: wrong issuer, audience or signature, or not valid yet.")),
        };
    }

    private IResult TooMany(HttpContext http, string function, SignedIn? signedIn, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = FormattableString.Invariant($"{Math.Ceiling(wait.TotalSeconds)}");
        return Refuse(function, signedIn, "tooManyRequests", Problems.TooManyRequests());
    }

    private IResult Refuse(string function, SignedIn? signedIn, string reason, IResult answer)
    {
        accessLog.Refused(function, signedIn, reason);
        return answer;
    }

    /// <summary>A function found nothing that is the caller's: an officer's look at a file is put down, a stranger's guess is counted.</summary>
    private void NoteMissed(HttpContext http, string function)
    {
        if (http.Features.Get<Caller>() is not { } caller)
        {
            limits.Missed(addresses.KeyOf(http));
        }
        else if (caller.PersonId is null && (http.GetRouteValue("personId") ?? http.GetRouteValue("caseId")) is string personId)
        {
            accessLog.FileRefused(function, caller, personId);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed.")]
    private partial void LogFailed(Exception exception, string function);
}
