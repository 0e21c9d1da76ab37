using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Http;

/// <summary>
/// Cross-origin requests as the platform answers them in Azure, before the app is asked: only from the origins in <c>Host:CORS</c>, the
/// setting of Core Tools (comma-separated; none by default), and never with cookies. The portal is served from the same origin.
/// </summary>
internal static class CrossOrigin
{
    /// <exception cref="LocalRuntimeStartException">An origin can't be read.</exception>
    public static void UseCrossOrigin(this WebApplication app)
    {
        var origins = (app.Configuration["Host:CORS"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (origins.Length == 0)
        {
            return;
        }

        foreach (var origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var address) || address.GetLeftPart(UriPartial.Authority) != origin)
            {
                throw new LocalRuntimeStartException($"Host__CORS has '{origin}', which is no origin. Set it to addresses such as http://localhost:5173, divided by commas.");
            }
        }

        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), api => api.UseCors(policy => policy.WithOrigins(origins).AllowAnyHeader().AllowAnyMethod()));
    }

    public static IServiceCollection AddCrossOrigin(this IServiceCollection services) => services.AddCors();
}
