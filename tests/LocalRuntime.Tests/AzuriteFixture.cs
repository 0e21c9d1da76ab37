using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Tests;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
// Most of these tests wait for storage or for a process of their own.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace Inburgering.LocalRuntime.Tests;

/// <summary>One real Azurite for the whole run. Each test takes table names of its own, so tests run in any order and in parallel.</summary>
public sealed class AzuriteFixture : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("inburgering-tests-").FullName;

    public AzuriteFixture() => Storage = AzuriteProcess.EnsureStarted(folder, inMemory: true);

    internal LocalStorage Storage { get; }

    public void Dispose()
    {
        AzuriteProcess.Stop(folder);
        Directory.Delete(folder, recursive: true);
    }
}
