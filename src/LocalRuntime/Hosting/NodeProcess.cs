using System.Diagnostics;
using System.Globalization;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>Node.js programs beside the app.</summary>
internal static class NodeProcess
{
    private const int OldestMajor = 20;

    // Node starts the program in a session of its own (detached), so that neither Ctrl+C nor a kill of the app reaches it.
    // A shell's setsid would do on Linux only. The launcher notes the process id, so that a kill of the app in between loses no program.
    private const string Launcher = """
        const fs = require("fs");
        const [log, pidFile, note, ...args] = process.argv.slice(1);
        const out = fs.openSync(log, "w");
        const child = require("child_process").spawn(process.execPath, args, { detached: true, stdio: ["ignore", out, out] });
        fs.writeFileSync(pidFile, `${child.pid} ${note}\n`);
        console.log(child.pid);
        child.unref();
        """;

    /// <param name="command">The program that is Node.</param>
    /// <exception cref="LocalRuntimeStartException">It is missing or older than 20.</exception>
    public static void RefuseUnusable(string command = "node")
    {
        try
        {
            RefuseOld(Output(command, ["--version"]));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new LocalRuntimeStartException("Node.js is not installed, and Azurite needs it. Install Node.js 20 or newer.");
        }
    }

    /// <param name="version">As <c>node --version</c> says it, for instance <c>v22.1.0</c>.</param>
    /// <exception cref="LocalRuntimeStartException">It is older than 20.</exception>
    public static void RefuseOld(string version)
    {
        if (!int.TryParse(version.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < OldestMajor)
        {
            throw new LocalRuntimeStartException($"Node.js {version.TrimStart('v')} is too old for Azurite. Install Node.js 20 or newer.");
        }
    }

    /// <param name="log">Takes what the program writes; emptied first.</param>
    /// <param name="pidFile">Takes the process id and, behind a space, the note.</param>
    /// <param name="note">What else must be known to find the program again.</param>
    /// <returns>The process id of the program.</returns>
    public static int StartDetached(string log, string pidFile, string note, IEnumerable<string> arguments) =>
        int.Parse(Output("node", ["-e", Launcher, log, pidFile, note, .. arguments]), CultureInfo.InvariantCulture);

    /// <summary>Whether a process runs whose command line holds <paramref name="part"/>: a process id may belong to another program by now.</summary>
    public static bool IsAlive(int processId, string part) =>
        IsAlive(processId) && Output("ps", ["-o", "args=", "-p", processId.ToString(CultureInfo.InvariantCulture)]).Contains(part, StringComparison.Ordinal);

    /// <param name="signal">Its name without SIG, for instance <c>TERM</c>.</param>
    public static void Signal(int processId, string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", processId.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    public static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && !IsZombie(processId);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // Nobody may be there to collect a process that outlived its parent (in a container, say): it has ended all the same.
    private static bool IsZombie(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[(stat.LastIndexOf(')') + 1)..].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Output(string command, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return output;
    }
}
