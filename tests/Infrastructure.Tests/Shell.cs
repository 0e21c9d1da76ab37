using System.Diagnostics;

namespace Inburgering.Infrastructure.Tests;

/// <summary>Runs a script of the repository.</summary>
internal static class Shell
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, string command, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

    public static async Task<string> MustAsync(string folder, string command, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(folder, command, null, arguments);
        Assert.True(exitCode == 0, $"{command} {string.Join(' ', arguments)}: {error}");
        return output;
    }
}
