using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>What the runtime takes from environment variables.</summary>
internal static class RuntimeEnvironment
{
    private static readonly string[] EnvironmentVariables = ["AZURE_FUNCTIONS_ENVIRONMENT", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    /// <summary>The environment's name for the app: the first that is set, else <c>Development</c>.</summary>
    public static string Name =>
        EnvironmentVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? Environments.Development;

    /// <exception cref="LocalRuntimeStartException">A variable has no valid value, or the environment is Production.</exception>
    public static LocalRuntimeSettings ReadSettings()
    {
        RefuseProduction(Environment.GetEnvironmentVariable);
        var app = Assembly.GetEntryAssembly() ?? throw new LocalRuntimeStartException("There is no app to run: the process has no entry assembly.");
        return Read(app, Environment.GetEnvironmentVariable);
    }

    /// <summary>The runtime has no keys, no TLS and a movable clock: it never serves production.</summary>
    public static void RefuseProduction(Func<string, string?> variable)
    {
        foreach (var name in EnvironmentVariables)
        {
            if (string.Equals(variable(name), Environments.Production, StringComparison.OrdinalIgnoreCase))
            {
                throw new LocalRuntimeStartException($"{name} is Production, and the local runtime never serves production. Publish the app to Azure Functions, or unset {name}.");
            }
        }
    }

    public static LocalRuntimeSettings Read(Assembly app, Func<string, string?> variable) => new(
        app,
        Path.GetFullPath(Given(variable, "INBURGERING_DATA") ?? ".local"),
        Port(variable, "INBURGERING_PORT", 7071),
        Port(variable, "INBURGERING_AMQP_PORT", 5672),
        Instant(variable, "INBURGERING_CLOCK"));

    private static string? Given(Func<string, string?> variable, string name) => variable(name) is { Length: > 0 } value ? value : null;

    private static int Port(Func<string, string?> variable, string name, int otherwise)
    {
        if (Given(variable, name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
            ? port
            : throw new LocalRuntimeStartException($"{name} is '{text}', which is no port. Set it to a number from 1 to 65535, or to 0 for a free port.");
    }

    private static DateTimeOffset? Instant(Func<string, string?> variable, string name)
    {
        if (Given(variable, name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new LocalRuntimeStartException($"{name} is '{text}', which is no instant. Set it to one such as 2026-03-02T08:00:00Z.");
    }
}
