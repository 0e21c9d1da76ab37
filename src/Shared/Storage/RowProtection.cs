using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Storage;

/// <summary>How rows are encrypted (docs/adr/0009): AES-256-GCM under keys of a key ring, a new one every 90 days; old ones stay to read with.</summary>
public static class RowProtection
{
    /// <summary>Registers encryption. Where the key ring is kept is the caller's to add: without that, nothing would be readable after a restart.</summary>
    public static IDataProtectionBuilder AddRowProtection(this IServiceCollection services) => services
        .AddSingleton<RowCodec>()
        .AddDataProtection()
        .SetApplicationName("inburgering")
        .SetDefaultKeyLifetime(TimeSpan.FromDays(90))
        .UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
}
