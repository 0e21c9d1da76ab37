using Inburgering.Accounts;
using Inburgering.Arrivals;
using Inburgering.Messages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Http;

/// <summary>Lets a request through to its function only if <see cref="FunctionAccess"/> says so. The same code in Azure and locally.</summary>
internal sealed partial class AccessMiddleware(ILogger<AccessMiddleware> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        var function = context.FunctionDefinition.Name;
        if (await RefusalAsync(http, function) is { } refusal)
        {
            LogRefused(function);
            await refusal.ExecuteAsync(http);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !http.Response.HasStarted)
        {
            LogFailed(exception, function);
            await Problems.Internal().ExecuteAsync(http);
        }
    }

    private static async Task<IResult?> RefusalAsync(HttpContext http, string function)
    {
        if (!FunctionAccess.Table.TryGetValue(function, out var access))
        {
            return Problems.Forbidden("This operation is open to nobody.");
        }

        if (access.Ownership == Ownership.Anyone)
        {
            return null;
        }

        var result = await http.AuthenticateAsync(Authentication.Scheme);
        if (!result.Succeeded)
        {
            http.Response.Headers.WWWAuthenticate = result.None ? "Bearer" : "Bearer error=\"invalid_token\"";
            return result switch
            {
                { None: true } => Problems.NoToken(),
                { Failure: SecurityTokenExpiredException } => Problems.Expired(),
                _ => Problems.Unauthorized("The bearer token is not valid: wrong issuer, audience or signature, or not valid yet."),
            };
        }

        http.User = result.Principal;
        if (!http.User.IsInRole(access.Role!))
        {
            return Problems.Forbidden($"Only the role {access.Role} may do this.");
        }

        var (issuer, subject) = (http.User.FindFirst("iss")?.Value, http.User.FindFirst("sub")?.Value);
        if (issuer is null || subject is null)
        {
            return Problems.Unauthorized("The bearer token must name its issuer and subject.");
        }

        var caller = new Caller(issuer, subject, null, null);
        switch (access.Ownership)
        {
            case Ownership.OwnPerson:
                var accounts = http.RequestServices.GetRequiredService<AccountActivation>();
                caller = caller with { PersonId = await accounts.PersonIdAsync(issuer, subject, http.RequestAborted) };
                if (caller.PersonId is null)
                {
                    return Problems.NotActivated();
                }

                break;
            case Ownership.OwnAgency:
                if (!WireName.TryParse<Agency>(http.User.FindFirst("agency")?.Value, out var agency))
                {
                    return Problems.Forbidden("The bearer token must name the case officer's agency.");
                }

                caller = caller with { Agency = agency };
                break;
        }

        http.Features.Set(caller);
        return null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} refused the caller.")]
    private partial void LogRefused(string function);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed.")]
    private partial void LogFailed(Exception exception, string function);
}
