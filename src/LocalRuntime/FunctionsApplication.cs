using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime;

/// <summary>Where an app's <c>Program.cs</c> begins, as in Microsoft.Azure.Functions.Worker.Builder.</summary>
public static class FunctionsApplication
{
    /// <summary>Prepares the local runtime for the functions of the entry assembly.</summary>
    /// <remarks>What keeps it from starting is printed as one line on standard error, and the process ends with exit code 1.</remarks>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(args, static settings => settings);

    /// <summary>The same with the settings of the environment changed, for the apps of tests that are processes of their own.</summary>
    internal static FunctionsApplicationBuilder CreateBuilder(string[] args, Func<LocalRuntimeSettings, LocalRuntimeSettings> change)
    {
        try
        {
            return new FunctionsApplicationBuilder(args, change(RuntimeEnvironment.ReadSettings()), exitOnFailure: true);
        }
        catch (LocalRuntimeStartException exception)
        {
            StartFailure.Exit(exception);
            throw;
        }
    }

    /// <summary>The same for tests in their own process: nothing is read from the environment's <c>INBURGERING_*</c>, and failures are thrown.</summary>
    /// <exception cref="LocalRuntimeStartException">The runtime can't start; the message says what to do.</exception>
    internal static FunctionsApplicationBuilder CreateBuilder(string[] args, LocalRuntimeSettings settings) =>
        new(args, settings, exitOnFailure: false);
}
