using Inburgering.LocalRuntime.Hosting;
using Inburgering.Shared.Tests.Storage;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
// Most of these tests wait for storage: more of them at once than there are cores, also within a class.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All, MaxThreads = 8)]

namespace Inburgering.Shared.Tests.Storage;

/// <summary>One real Azurite for the whole run. Each test takes tables of its own, so tests run in any order and in parallel.</summary>
public sealed class AzuriteFixture : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("inburgering-tests-").FullName;

    public AzuriteFixture() => ConnectionString = AzuriteProcess.EnsureStarted(folder, inMemory: true).ConnectionString;

    public string ConnectionString { get; }

    public void Dispose()
    {
        AzuriteProcess.Stop(folder);
        Directory.Delete(folder, recursive: true);
    }
}
