using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Inburgering.LocalRuntime.Admin;

/// <summary>Says at <c>/admin/host/status</c> whether the functions run: <c>Initializing</c>, <c>Running</c> or <c>Stopping</c>.</summary>
internal sealed class HostStatusDoor(IHostApplicationLifetime lifetime, LocalRuntimeSettings settings) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.Get("/admin/host/status", _ => Results.Json(new
    {
        id = settings.App.GetName().Name,
        // Started means: every trigger has been started before, the port last.
        state = lifetime.ApplicationStopping.IsCancellationRequested ? "Stopping"
            : lifetime.ApplicationStarted.IsCancellationRequested ? "Running" : "Initializing",
        version = typeof(HostStatusDoor).Assembly.GetName().Version!.ToString(3),
        processId = Environment.ProcessId,
    }));
}
