using Inburgering.Functions.Http;

namespace Inburgering.Functions.Runtime;

/// <summary>The app as it is put together everywhere: by Program.cs, and by tests in their own process.</summary>
internal static class InburgeringApplication
{
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    /// <exception cref="Policies.PolicyException">policy.json can't be used.</exception>
    public static IHost Build(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<AccessMiddleware>();
        builder.AddRuntimeConnections();
        builder.Services.AddInburgering(builder.Configuration);
        return builder.Build();
    }
}
