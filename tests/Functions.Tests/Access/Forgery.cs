using System.Security.Cryptography;
using System.Text;
using Inburgering.Functions.Tests.Running;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Tests.Access;

/// <summary>Tokens as the local issuer makes them, each wrong in one respect.</summary>
internal static class Forgery
{
    public const string Nothing = "nothing";
    public const string NoRole = "no role";
    public const string Expired = "expired";

    private const string Garbage = "garbage";
    private const string NotYetValid = "not yet valid";
    private const string NoExpiry = "no expiry";
    private const string WrongAudience = "wrong audience";
    private const string NoAudience = "no audience";
    private const string WrongIssuer = "wrong issuer";
    private const string AnotherKey = "another key";
    private const string SameKeyId = "another key under the issuer's key id";
    private const string AlgorithmNone = "algorithm none";
    private const string SymmetricKey = "public key as a symmetric one";
    private const string ChangedAfterSigning = "changed after signing";
    private const string CutOff = "cut off";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };
    private static readonly RSA StrangersKey = RSA.Create(2048);
    private static readonly SigningCredentials Stranger = new(new RsaSecurityKey(StrangersKey), SecurityAlgorithms.RsaSha256);

    public static readonly IReadOnlyList<string> All =
    [
        Garbage, Expired, NotYetValid, NoExpiry, WrongAudience, NoAudience, WrongIssuer, AnotherKey, SameKeyId, AlgorithmNone, SymmetricKey, ChangedAfterSigning, CutOff,
    ];

    public static string Make(string what, RunningApp app, string role)
    {
        var token = Token(app, role, role == "case-officer" ? "amal" : null);
        switch (what)
        {
            case Nothing:
                break;
            case Garbage:
                return "this.is-no.token";
            case NoRole:
                token.Claims.Remove("roles");
                break;
            case Expired:
                (token.NotBefore, token.Expires) = (token.NotBefore!.Value.AddDays(-1), token.NotBefore.Value.AddMinutes(-3));
                break;
            case NotYetValid:
                (token.NotBefore, token.Expires) = (token.Expires!.Value, token.Expires.Value.AddDays(1));
                break;
            case NoExpiry:
                token.Expires = null;
                break;
            case WrongAudience:
                token.Audience = "another-api";
                break;
            case NoAudience:
                token.Audience = null;
                break;
            case WrongIssuer:
                token.Issuer = "http://localhost:1/local/oidc";
                break;
            case AnotherKey:
                token.SigningCredentials = Stranger;
                break;
            case SameKeyId:
                token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(StrangersKey) { KeyId = app.IssuerKey.Key.KeyId }, SecurityAlgorithms.RsaSha256);
                break;
            case AlgorithmNone:
                token.SigningCredentials = null;
                break;
            case SymmetricKey:
                token.SigningCredentials = new SigningCredentials(
                    new SymmetricSecurityKey(((RsaSecurityKey)app.IssuerKey.Key).Rsa.ExportSubjectPublicKeyInfo()) { KeyId = app.IssuerKey.Key.KeyId }, SecurityAlgorithms.HmacSha256);
                break;
            case ChangedAfterSigning:
                var parts = Handler.CreateToken(token).Split('.');
                var changed = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1])).Replace("\"sub\":\"forger\"", "\"sub\":\"victim\"", StringComparison.Ordinal);
                return $"{parts[0]}.{Base64UrlEncoder.Encode(changed)}.{parts[2]}";
            case CutOff:
                return Handler.CreateToken(token)[..^20];
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, "Unknown forgery.");
        }

        return Handler.CreateToken(token);
    }

    /// <param name="agency">The claim; none when <see langword="null"/>.</param>
    public static string CaseOfficer(RunningApp app, string? agency) => Handler.CreateToken(Token(app, "case-officer", agency));

    private static SecurityTokenDescriptor Token(RunningApp app, string role, string? agency)
    {
        var claims = new Dictionary<string, object> { ["sub"] = "forger", ["roles"] = new[] { role } };
        if (agency is not null)
        {
            claims["agency"] = agency;
        }

        return new SecurityTokenDescriptor
        {
            Issuer = new Uri(app.Address, "/local/oidc").ToString(),
            Audience = "inburgering-api",
            NotBefore = RunningApp.Start.UtcDateTime,
            Expires = RunningApp.Start.UtcDateTime.AddHours(1),
            Claims = claims,
            SigningCredentials = app.IssuerKey,
        };
    }
}
