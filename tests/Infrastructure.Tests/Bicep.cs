using System.Reflection;

namespace Inburgering.Infrastructure.Tests;

/// <summary>The Bicep CLI, as NuGet brought it.</summary>
internal static class Bicep
{
    private static readonly string Tool = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Bicep").Value!;

    /// <summary>Runs the CLI and answers what it wrote.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, params string[] arguments) => RunAsync(folder, [], arguments);

    /// <summary>The same, with settings in its environment.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        if (!OperatingSystem.IsWindows())
        {
            // NuGet unpacks without the right to run.
            File.SetUnixFileMode(Tool, File.GetUnixFileMode(Tool) | UnixFileMode.UserExecute);
        }

        return Shell.RunAsync(folder, Tool, environment, arguments);
    }
}
