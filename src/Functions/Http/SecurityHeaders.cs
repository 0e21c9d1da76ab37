using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Inburgering.Functions.Http;

/// <summary>The headers of every answer. The API gives data and files, never pages: nothing of it may run, be framed, guessed at or kept.</summary>
internal static class SecurityHeaders
{
    public static void Set(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers[HeaderNames.CacheControl] = "no-store";

        // Only over TLS (RFC 6797, 7.2), which in Azure ends before the app.
        if (http.Request.IsHttps || http.Request.Headers["X-Forwarded-Proto"] == "https")
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }
    }
}
