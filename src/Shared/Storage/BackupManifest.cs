using System.Security.Cryptography;
using System.Text.Json;

namespace Inburgering.Storage;

/// <summary>One file of a backup.</summary>
/// <param name="Table">Whose rows it holds, without the prefix.</param>
/// <param name="IsLater">Whether its partitions take the place of those of the table's other file, because they changed while that was written.</param>
public sealed record BackupFile(string Name, string Table, bool IsLater, long Partitions, long Rows, string Sha256);

/// <summary>What a backup consists of; written last, so that a backup without it is not whole.</summary>
/// <param name="StartedAt">What was committed before this instant is in the backup.</param>
public sealed record BackupManifest(int Version, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, IReadOnlyList<BackupFile> Files)
{
    public const string FileName = "manifest.json";
    internal const int Current = 1;

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public long Rows => Files.Sum(file => file.Rows);

    /// <summary>Reads the manifest of a folder and checks that every file is as it was written.</summary>
    /// <exception cref="BackupException">There is none, or a file is missing or was changed.</exception>
    public static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var manifest = File.Exists(path)
            ? JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(path), Readable)!
            : throw new BackupException($"{folder} holds no whole backup: {FileName} is missing.");
        if (manifest.Version != Current)
        {
            throw new BackupException($"The backup is of form {manifest.Version}; this release reads form {Current}.");
        }

        foreach (var file in manifest.Files)
        {
            var place = Path.Combine(folder, file.Name);
            if (!File.Exists(place) || Sha256(place) != file.Sha256)
            {
                throw new BackupException($"{file.Name} of the backup is missing, or is not what was written.");
            }
        }

        return manifest;
    }

    internal void Write(string folder) => File.WriteAllBytes(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Readable));

    internal static string Sha256(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
