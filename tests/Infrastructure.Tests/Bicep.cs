using System.Diagnostics;
using System.Reflection;

namespace Inburgering.Infrastructure.Tests;

/// <summary>The Bicep CLI, as NuGet brought it.</summary>
internal static class Bicep
{
    private static readonly string Tool = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Bicep").Value!;

    /// <summary>Runs the CLI and answers what it wrote.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, params string[] arguments)
    {
        if (!OperatingSystem.IsWindows())
        {
            // NuGet unpacks without the right to run.
            File.SetUnixFileMode(Tool, File.GetUnixFileMode(Tool) | UnixFileMode.UserExecute);
        }

        using var process = Process.Start(new ProcessStartInfo(Tool, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
