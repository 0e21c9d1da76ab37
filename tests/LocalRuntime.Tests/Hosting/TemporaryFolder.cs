namespace Inburgering.LocalRuntime.Tests.Hosting;

/// <summary>Folders for one run of the tests; all are removed when it ends.</summary>
internal static class TemporaryFolder
{
    private static readonly string Root = Directory.CreateTempSubdirectory("inburgering-run-").FullName;

    static TemporaryFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);

    /// <returns>The absolute path of an empty folder.</returns>
    public static string Create() => Directory.CreateDirectory(Path.Combine(Root, Guid.NewGuid().ToString("N"))).FullName;
}
