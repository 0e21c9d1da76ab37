using System.Runtime.Versioning;
using Inburgering.EndToEnd.Tests.Running;

namespace Inburgering.EndToEnd.Tests;

/// <summary><c>./run</c> and <c>./test</c> where .NET or Node is missing or too old: one line that says what to install.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ToolsTests : IDisposable
{
    private readonly string _bin = Directory.CreateTempSubdirectory("inburgering-tools-").FullName;

    [Theory]
    [InlineData("run", null, "v20.20.2", ".NET SDK 10")]
    [InlineData("run", "9.0.300", "v20.20.2", ".NET SDK 10")]
    [InlineData("run", "10.0.401", null, "Node.js 20")]
    [InlineData("run", "10.0.401", "v18.19.1", "Node.js 20")]
    [InlineData("test", null, "v20.20.2", ".NET SDK 10")]
    [InlineData("test", "10.0.401", "v18.19.1", "Node.js 20")]
    public async Task It_says_what_to_install(string script, string? dotnet, string? node, string wanted)
    {
        // The scripts are to find these tools and no others.
        await ProvideAsync("dirname", """exec /usr/bin/dirname "$@" """);
        await ProvideAsync("bash", """exec /bin/bash "$@" """);
        await ProvideAsync("env", """shift; exec /bin/bash "$@" """);
        await ProvideVersionAsync("dotnet", dotnet);
        await ProvideVersionAsync("node", node);

        using var process = new ChildProcess("/bin/bash", [Path.Combine(Repository.Root, script)], new Dictionary<string, string> { ["PATH"] = _bin });
        var exitCode = await process.EndAsync(TimeSpan.FromSeconds(30));

        Assert.NotEqual(0, exitCode);
        Assert.Contains(wanted, Assert.Single(process.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "azure-functions-core-tools@4")]
    [InlineData(true, "Set ServiceBus to a connection string")]
    public async Task The_real_host_is_refused_with_what_it_needs(bool hasCoreTools, string wanted)
    {
        await ProvideAsync("dirname", """exec /usr/bin/dirname "$@" """);
        await ProvideAsync("npm", "echo 10");
        await ProvideVersionAsync("dotnet", "10.0.401");
        await ProvideVersionAsync("node", "v20.20.2");
        await ProvideVersionAsync("func", hasCoreTools ? "4.15.1" : null);

        using var process = new ChildProcess(
            "/bin/bash", [Path.Combine(Repository.Root, "run"), "--host"], new Dictionary<string, string> { ["PATH"] = _bin, ["ServiceBus"] = "" });
        var exitCode = await process.EndAsync(TimeSpan.FromSeconds(30));

        Assert.NotEqual(0, exitCode);
        Assert.Contains(wanted, process.Output, StringComparison.Ordinal);
        Assert.Contains("Service Bus", process.Output, StringComparison.Ordinal);
        Assert.Contains("emulator", process.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_bin, recursive: true);

    private Task ProvideVersionAsync(string name, string? version) =>
        version is null ? Task.CompletedTask : ProvideAsync(name, $"echo {version}");

    private async Task ProvideAsync(string name, string command)
    {
        var file = Path.Combine(_bin, name);
        await File.WriteAllTextAsync(file, $"#!/bin/bash\n{command}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
