using System.Text.Encodings.Web;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Admin;

/// <summary>What <c>/</c> shows: the portal if one stands beside the app, else a page that lists the doors (always at <c>/local</c>).</summary>
internal sealed class FrontDoor(LocalRuntimeSettings settings, Doors doors) : IDoor
{
    private readonly string portal = Path.Combine(settings.AppFolder, "portal");

    public void Map(IEndpointRouteBuilder endpoints)
    {
        if (Directory.Exists(portal))
        {
            endpoints.MapFallback("/{**path}", PortalSite.Serve(endpoints, portal));
        }
        else
        {
            endpoints.Get("/", _ => Start());
        }

        endpoints.Get("/local", _ => Start());
    }

    private IResult Start() => Results.Content(Page(), "text/html; charset=utf-8");

    private string Page() => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Inburgering.Functions (local)</title></head>
        <body>
        <h1>Inburgering.Functions runs on this machine</h1>
        <ul>
        {string.Join('\n', doors.All.Select(Item))}
        </ul>
        <p>Data folder: <code>{HtmlEncoder.Default.Encode(doors.DataFolder)}</code></p>
        </body>
        </html>
        """;

    private static string Item(Door door)
    {
        var address = HtmlEncoder.Default.Encode(door.Address);
        return $"""<li>{HtmlEncoder.Default.Encode(door.Name)}: {(door.IsPage ? $"""<a href="{address}">{address}</a>""" : $"<code>{address}</code>")} {HtmlEncoder.Default.Encode(door.Hint)}</li>""";
    }
}
