namespace Inburgering.Functions.Tests.Contract;

/// <summary>contracts/samples: good messages by type, and wrong ones with the reason they must be refused for.</summary>
internal static class SampleFiles
{
    private const string WrongFolder = "wrong";

    private static readonly string Folder = Path.Combine(Repository.Contracts, "samples");

    /// <summary>Good samples, as <c>{type}/{name}</c>.</summary>
    public static IReadOnlyList<string> Good { get; } =
        [.. Directory.EnumerateDirectories(Folder).Where(folder => Path.GetFileName(folder) != WrongFolder).SelectMany(folder => In(folder, "*.json")).Order(StringComparer.Ordinal)];

    /// <summary>Wrong samples, as <c>{type}/{name}</c>.</summary>
    public static IReadOnlyList<string> Wrong { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Folder, WrongFolder)).SelectMany(folder => In(folder, "*.json")).Order(StringComparer.Ordinal)];

    public static string TypeOf(string sample) => sample.Split('/')[0];

    public static byte[] Read(string sample) => File.ReadAllBytes(Path.Combine(Folder, sample + ".json"));

    public static byte[] ReadWrong(string sample) => File.ReadAllBytes(Path.Combine(Folder, WrongFolder, sample + ".json"));

    /// <summary>The reason code and the field that a wrong sample must be refused with.</summary>
    public static (string Code, string Field) ReasonOf(string sample)
    {
        var words = File.ReadAllText(Path.Combine(Folder, WrongFolder, sample + ".reason")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (words[0], words[1]);
    }

    private static IEnumerable<string> In(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Select(file => $"{Path.GetFileName(folder)}/{Path.GetFileNameWithoutExtension(file)}");
}
