using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;

namespace Inburgering.LocalRuntime.Admin;

/// <summary>
/// Serves a folder of static files as Azure Static Web Apps does, as far as its <c>staticwebapp.config.json</c> says: the headers
/// of every answer, and the page that answers a path which is no file, so that a single-page front end can be opened at any address.
/// </summary>
internal static class PortalSite
{
    private const string ConfigFile = "staticwebapp.config.json";

    public static RequestDelegate Serve(IEndpointRouteBuilder endpoints, string folder)
    {
        var (headers, rewrite) = Read(Path.Combine(folder, ConfigFile));
        var files = new PhysicalFileProvider(folder);
        var site = endpoints.CreateApplicationBuilder();
        site.Use((http, next) =>
        {
            // The file server passes by whatever routing has chosen; here routing chose the file server.
            http.SetEndpoint(null);
            if (rewrite is not null && !Path.HasExtension(http.Request.Path) && HttpMethods.IsGet(http.Request.Method) && !IsOfTheRuntime(http.Request.Path))
            {
                http.Request.Path = rewrite;
            }

            foreach (var (name, value) in headers)
            {
                http.Response.Headers[name] = value;
            }

            return next(http);
        });
        site.UseFileServer(new FileServerOptions { FileProvider = files, StaticFileOptions = { ContentTypeProvider = ContentTypes() } });
        return site.Build();
    }

    // Whatever is asked of the API or of the runtime and does not exist stays 404, not a page.
    private static bool IsOfTheRuntime(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/local") || path.StartsWithSegments("/admin");

    private static Microsoft.AspNetCore.StaticFiles.FileExtensionContentTypeProvider ContentTypes()
    {
        var types = new Microsoft.AspNetCore.StaticFiles.FileExtensionContentTypeProvider();
        types.Mappings[".webmanifest"] = "application/manifest+json";
        return types;
    }

    private static (IReadOnlyDictionary<string, string> Headers, string? Rewrite) Read(string file)
    {
        if (!File.Exists(file))
        {
            return (new Dictionary<string, string>(), null);
        }

        using var config = JsonDocument.Parse(File.ReadAllText(file));
        var headers = config.RootElement.TryGetProperty("globalHeaders", out var named)
            ? named.EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!)
            : [];
        var rewrite = config.RootElement.TryGetProperty("navigationFallback", out var fallback) ? fallback.GetProperty("rewrite").GetString() : null;
        return (headers, rewrite);
    }
}
