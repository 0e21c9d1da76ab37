namespace Inburgering.Infrastructure.Tests;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string In(params string[] path) => Path.Combine([Root, .. path]);

    public static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(In(folder), pattern, SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Inburgering.Functions.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Inburgering.Functions.sln is in no folder above.");
        }

        return folder.FullName;
    }
}
