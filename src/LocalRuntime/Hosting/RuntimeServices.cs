using Inburgering.LocalRuntime.Admin;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Durable;
using Inburgering.LocalRuntime.Http;
using Inburgering.LocalRuntime.Identity;
using Inburgering.LocalRuntime.ServiceBus;
using Inburgering.LocalRuntime.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>Puts the parts of the runtime together.</summary>
internal static class RuntimeServices
{
    /// <exception cref="LocalRuntimeStartException">The app, its files or the data folder are not as they must be.</exception>
    public static WebApplicationBuilder CreateWebBuilder(string[] args, RuntimeResources resources)
    {
        var settings = resources.Settings;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = settings.App.GetName().Name,
            ContentRootPath = settings.AppFolder,
            EnvironmentName = RuntimeEnvironment.Name,
        });
        AppConfiguration.AddTo(builder.Configuration, args, settings);
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            // Says nothing that the runtime's own lines don't, and as long as it may, ASP.NET Core makes a trace of every request for it.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Azure", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning)
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddConsole(console => console.FormatterName = OneLineConsole.FormatterName)
            .AddConsoleFormatter<OneLineConsole, ConsoleFormatterOptions>();
        builder.Host.UseDefaultServiceProvider(options => options.ValidateScopes = true);
        ListenOnLoopback(builder, resources.Sockets);

        var services = builder.Services;
        services.AddRouting();
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        services.AddSingleton(settings);
        services.AddSingleton(resources.Storage);
        var functions = FunctionDiscovery.Find(settings);
        services.AddSingleton(functions);
        services.AddSingleton(HostFile.Read(settings.AppFolder));
        services.AddSingleton<StopGrace>();
        services.AddSingleton<IFunctionInvoker, FunctionInvoker>();
        services.AddHttpTriggers(functions);
        services.AddCrossOrigin();
        services.AddClock(LocalClock.Open(settings.DataFolder, settings.Clock));
        services.AddIdentity(SigningKey.Open(settings.DataFolder));
        services.AddAdmin();
        services.AddTelemetry();
        services.AddDurable();
        services.AddServiceBus();
        return builder;
    }

    /// <exception cref="LocalRuntimeStartException">A function can't be served as it is declared.</exception>
    public static void MapDoorsAndFunctions(WebApplication app)
    {
        // The real worker authenticates nothing by itself; ASP.NET Core would, once the app registers a scheme.
        var properties = ((IApplicationBuilder)app).Properties;
        properties["__AuthenticationMiddlewareSet"] = true;
        properties["__AuthorizationMiddlewareSet"] = true;

        RefuseUnknownClients(app.Services);
        app.UseMiddleware<UnhandledDoorFailure>();
        app.UseCrossOrigin();
        foreach (var door in app.Services.GetServices<IDoor>())
        {
            door.Map(app);
        }

        app.Services.GetRequiredService<HttpTriggers>().Map(app);
    }

    private static void RefuseUnknownClients(IServiceProvider services)
    {
        var known = services.GetRequiredService<IServiceProviderIsService>();
        foreach (var function in services.GetRequiredService<FunctionCatalog>().Functions)
        {
            foreach (var parameter in function.Method.GetParameters().Where(parameter => parameter.IsDefined(typeof(DurableClientAttribute), inherit: false)))
            {
                if (!known.IsService(parameter.ParameterType))
                {
                    throw new LocalRuntimeStartException(
                        $"Function '{function.Name}': [DurableClient] stands on '{parameter.Name}', and a {parameter.ParameterType.Name} is no client of orchestrations.");
                }
            }
        }
    }

    private static void ListenOnLoopback(WebApplicationBuilder builder, LoopbackSockets sockets)
    {
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (var endPoint in sockets.EndPoints)
            {
                kestrel.Listen(endPoint);
            }
        });
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = sockets.For);
    }
}
