using Microsoft.AspNetCore.DataProtection;

namespace Inburgering.Functions.Runtime;

/// <summary>Where the keys that encrypt rows are kept.</summary>
internal static class KeyRing
{
    /// <summary>In a folder, open to nobody but its owner.</summary>
    /// <param name="builder">The registered encryption.</param>
    /// <param name="place">The folder; made if missing.</param>
    /// <param name="wrappingKey">Not used: nothing is wrapped on one machine.</param>
    public static IDataProtectionBuilder KeepKeysIn(this IDataProtectionBuilder builder, string place, string? wrappingKey)
    {
        var folder = Directory.CreateDirectory(place);
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }

        return builder.PersistKeysToFileSystem(folder);
    }
}
