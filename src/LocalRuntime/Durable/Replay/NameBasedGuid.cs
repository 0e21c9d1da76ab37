using System.Security.Cryptography;
using System.Text;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>RFC 4122 version 5 ids in the namespace the real SDK uses: the same name gives the same id there and here.</summary>
internal static class NameBasedGuid
{
    private static readonly byte[] Namespace = Guid.Parse("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);

    public static Guid Create(string name)
    {
#pragma warning disable CA5350 // Version 5 is defined on SHA-1; nothing is kept secret by it.
        var hash = SHA1.HashData([.. Namespace, .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
