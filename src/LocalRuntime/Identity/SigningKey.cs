using System.Security.Cryptography;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.LocalRuntime.Identity;

/// <summary>The issuer's RSA key. It is kept in the data folder, so that tokens stay valid over a restart.</summary>
internal sealed class SigningKey : IDisposable
{
    private const int KeyBits = 2048;

    // Making a key takes long enough to be felt at the start, and most runs begin with one.
    private readonly Lazy<Made> made;

    private SigningKey(Func<RSA> key) => made = new Lazy<Made>(() => new Made(key()));

    public string Id => made.Value.Id;

    public SigningCredentials Credentials => made.Value.Credentials;

    /// <exception cref="LocalRuntimeStartException">The kept key is damaged.</exception>
    public static SigningKey Open(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "oidc-key.pem");
        if (!File.Exists(file))
        {
            return new SigningKey(() => MakeAndKeep(file));
        }

        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(File.ReadAllText(file));
            return new SigningKey(() => rsa);
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
        var parameters = made.Value.Rsa.ExportParameters(includePrivateParameters: false);
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

    public void Dispose()
    {
        if (made.IsValueCreated)
        {
            made.Value.Rsa.Dispose();
        }
    }

    private static RSA MakeAndKeep(string file)
    {
        var rsa = RSA.Create(KeyBits);
        Keep(file, rsa.ExportPkcs8PrivateKeyPem());
        return rsa;
    }

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

    private sealed class Made
    {
        public Made(RSA rsa)
        {
            Rsa = rsa;
            Id = Base64UrlEncoder.Encode(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)).ComputeJwkThumbprint());
            Credentials = new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = Id }, SecurityAlgorithms.RsaSha256);
        }

        public RSA Rsa { get; }

        public string Id { get; }

        public SigningCredentials Credentials { get; }
    }
}
