using Inburgering.LocalRuntime.Tests.Hosting;

[assembly: AssemblyFixture(typeof(TemporaryFolder))]

namespace Inburgering.LocalRuntime.Tests.Hosting;

/// <summary>Folders for one run of the tests; as a fixture of the whole run it removes them at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private static readonly string Root = Directory.CreateTempSubdirectory("inburgering-run-").FullName;

    /// <returns>The absolute path of an empty folder.</returns>
    public static string Create() => Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N"))).FullName;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
