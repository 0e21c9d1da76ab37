namespace Inburgering.Shared.Tests.TestData;

/// <summary>Files of the repository that tests read as they stand.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Modules => Path.Combine(Root, "content", "modules");

    public static string PolicyFile => Path.Combine(Root, "src", "Functions", "policy.json");

    public static string Samples(string type) => Path.Combine(Root, "contracts", "samples", type);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Inburgering.Functions.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}
