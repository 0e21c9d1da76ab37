using System.Security.Cryptography;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>The issuer's RSA key. It is kept in the data folder, so that tokens stay valid over a restart.</summary>
internal sealed class SigningKey : IDisposable
{
    private const int KeyBits = 2048;
    private readonly RSA rsa;

    private SigningKey(RSA rsa)
    {
        this.rsa = rsa;
        var publicOnly = new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false));
        Id = Base64UrlEncoder.Encode(publicOnly.ComputeJwkThumbprint());
        var key = new RsaSecurityKey(rsa) { KeyId = Id };
        Credentials = new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
    }

    public string Id { get; }

    public SigningCredentials Credentials { get; }

    /// <exception cref="LocalRuntimeStartException">The kept key is damaged.</exception>
    public static SigningKey Open(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "oidc-key.pem");
        if (!File.Exists(file))
        {
            var made = RSA.Create(KeyBits);
            Keep(file, made.ExportPkcs8PrivateKeyPem());
            return new SigningKey(made);
        }

        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(File.ReadAllText(file));
            return new SigningKey(rsa);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw new LocalRuntimeStartException($"The data folder is damaged: {file} is no key. Delete the file (tokens issued so far lose their validity), or move the folder away.");
        }
    }

    /// <summary>The public key as in a JSON Web Key Set.</summary>
    public object PublicJwk()
    {
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            alg = SecurityAlgorithms.RsaSha256,
            kid = Id,
            n = Base64UrlEncoder.Encode(parameters.Modulus),
            e = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }

    public void Dispose() => rsa.Dispose();

    private static void Keep(string file, string pem)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written whole or not at all: a key cut short by a crash would keep the next start from coming up.
        using (var writer = new StreamWriter($"{file}.new", options))
        {
            writer.Write(pem);
        }

        File.Move($"{file}.new", file, overwrite: true);
    }
}
