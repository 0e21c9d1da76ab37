using Azure.Identity;
using Microsoft.AspNetCore.DataProtection;

namespace Inburgering.Functions.Runtime;

/// <summary>Where the keys that encrypt rows are kept.</summary>
internal static class KeyRing
{
    /// <summary>In a blob, each key wrapped by a Key Vault key; without one, in a folder: for Core Tools on a laptop.</summary>
    /// <param name="builder">The registered encryption.</param>
    /// <param name="place">The blob's address, or the folder.</param>
    /// <param name="wrappingKey">The Key Vault key's identifier without a version, so that its newest version wraps new keys.</param>
    public static IDataProtectionBuilder KeepKeysIn(this IDataProtectionBuilder builder, string place, string? wrappingKey) => wrappingKey is null
        ? builder.PersistKeysToFileSystem(new DirectoryInfo(place))
        : builder
            .PersistKeysToAzureBlobStorage(new Uri(place), new DefaultAzureCredential())
            .ProtectKeysWithAzureKeyVault(new Uri(wrappingKey), new DefaultAzureCredential());
}
