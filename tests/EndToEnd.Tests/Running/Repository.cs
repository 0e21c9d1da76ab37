namespace Inburgering.EndToEnd.Tests.Running;

/// <summary>Where things are in the clone that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Modules { get; } = Path.Combine(Root, "content", "modules");

    /// <summary>The app, in the configuration (Debug or Release) that the tests were built in.</summary>
    public static string AppDll { get; } = Path.Combine(
        Root, "src", "Functions", "bin", "Local", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Inburgering.Functions.dll");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Inburgering.Functions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
