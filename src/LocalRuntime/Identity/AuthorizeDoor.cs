using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>The sign-in page: whoever sits at this machine says who they are, and nobody asks for a password.</summary>
internal sealed class AuthorizeDoor(AuthorizationCodes codes) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/local/oidc/authorize", (RequestDelegate)ShowAsync);
        endpoints.MapPost("/local/oidc/authorize", (RequestDelegate)SignInAsync);
    }

    private static async Task ShowAsync(HttpContext http)
    {
        var (request, refusal) = AuthorizationRequest.Read(name => http.Request.Query[name]);
        await (refusal ?? SignInPage.Of(request!, null)).ExecuteAsync(http).ConfigureAwait(false);
    }

    private async Task SignInAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            await Problem.BadRequest("body", "must be the form of the sign-in page").ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        var (request, refusal) = AuthorizationRequest.Read(name => form[name]);
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        if (!SignedInUser.TryCreate(form["role"], form["subject"], form["agency"], out var user, out var wrong))
        {
            await SignInPage.Of(request!, $"{wrong.Field} {wrong.Reason}").ExecuteAsync(http).ConfigureAwait(false);
            return;
        }

        var code = codes.Issue(new Grant(user, request!.ClientId, request.RedirectUri, request.CodeChallenge, request.Nonce));
        var answer = new Dictionary<string, string?> { ["code"] = code, ["state"] = request.State };
        http.Response.Redirect(QueryHelpers.AddQueryString(request.RedirectUri, answer.Where(pair => pair.Value is not null)));
    }
}
