using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>The page on which one chooses whom to be. It loads nothing and runs no script.</summary>
internal static class SignInPage
{
    /// <param name="refusal">What was wrong with the last try; <see langword="null"/> on the first.</param>
    public static IResult Of(AuthorizationRequest request, string? refusal) => new Page(Html(request, refusal), refusal is null ? 200 : 400);

    private static string Html(AuthorizationRequest request, string? refusal) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sign in (local)</title>
        <style>
        body {"{"} font: 1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 3rem auto; padding: 0 1rem; color: #222; background: #fff {"}"}
        label, select, input, button {"{"} display: block; width: 100%; box-sizing: border-box; font: inherit {"}"}
        label {"{"} margin-top: 1rem {"}"}
        select, input, button {"{"} padding: .5rem; border: 1px solid #666; border-radius: .25rem {"}"}
        button {"{"} margin-top: 1.5rem; background: #0b5cad; color: #fff; border-color: #0b5cad {"}"}
        .refusal {"{"} border-left: .25rem solid #b00020; padding-left: .75rem {"}"}
        </style>
        </head>
        <body>
        <main>
        <h1>Sign in</h1>
        <p>The local identity provider asks no password: choose whom to be. Client: {Encoded(request.ClientId)}.</p>
        {(refusal is null ? "" : $"""<p class="refusal" role="alert">{Encoded(refusal)}</p>""")}
        <form method="post" action="/local/oidc/authorize">
        <label for="role">Role</label>
        <select id="role" name="role">{string.Concat(SignedInUser.Roles.Select(Option))}</select>
        <label for="subject">Subject (the account; any name)</label>
        <input id="subject" name="subject" required maxlength="200" autocomplete="username" value="someone">
        <label for="agency">Agency (for a case officer only)</label>
        <select id="agency" name="agency"><option value="">none</option>{string.Concat(SignedInUser.Agencies.Select(Option))}</select>
        {Hidden("response_type", "code")}{Hidden("client_id", request.ClientId)}{Hidden("redirect_uri", request.RedirectUri)}{Hidden("code_challenge", request.CodeChallenge)}{Hidden("code_challenge_method", "S256")}{Hidden("state", request.State)}{Hidden("nonce", request.Nonce)}
        <button type="submit">Sign in</button>
        </form>
        </main>
        </body>
        </html>
        """;

    private static string Option(string value) => $"""<option value="{Encoded(value)}">{Encoded(value)}</option>""";

    private static string Hidden(string name, string? value) => value is null ? "" : $"""<input type="hidden" name="{name}" value="{Encoded(value)}">""";

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text);

    private sealed class Page(string html, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            httpContext.Response.Headers.CacheControl = "no-store";
            httpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
            return httpContext.Response.WriteAsync(html, httpContext.RequestAborted);
        }
    }
}
