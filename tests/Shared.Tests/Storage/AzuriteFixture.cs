using Inburgering.LocalRuntime.Hosting;
using Inburgering.Shared.Tests.Storage;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
// Most of these tests wait for storage: more of them at once than there are cores, also within a class.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All, MaxThreads = 8)]

namespace Inburgering.Shared.Tests.Storage;

/// <summary>
/// Real Azurites for the whole run; two, since each works on one core. Each test takes tables of its own, so tests run in any order and in parallel.
/// </summary>
public sealed class AzuriteFixture : IDisposable
{
    private readonly string[] folders = [.. Enumerable.Range(0, 2).Select(_ => Directory.CreateTempSubdirectory("inburgering-tests-").FullName)];
    private readonly string[] connectionStrings;

    public AzuriteFixture() => connectionStrings = [.. folders.Select(folder => AzuriteProcess.EnsureStarted(folder, inMemory: true).ConnectionString)];

    /// <summary>The Azurite on which the tables with a prefix are.</summary>
    public string ConnectionStringOf(string prefix) => connectionStrings[prefix[^1] % connectionStrings.Length];

    public void Dispose()
    {
        foreach (var folder in folders)
        {
            AzuriteProcess.Stop(folder);
            Directory.Delete(folder, recursive: true);
        }
    }
}
