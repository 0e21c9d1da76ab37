using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Benchmarks;

/// <summary>The yardstick: Kestrel and one answer, without routing, logging, configuration or anything else.</summary>
internal static class BareApp
{
    public static void Run(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        var app = builder.Build();
        app.Run(static http =>
        {
            http.Response.ContentLength = Answers.Hello.Length;
            http.Response.ContentType = "text/plain; charset=utf-8";
            return http.Response.WriteAsync(Answers.Hello);
        });
        app.Run();
    }
}
