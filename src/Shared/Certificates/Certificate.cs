using System.Collections.Immutable;

namespace Inburgering.Certificates;

/// <summary>The proof of successful participation (<i>bewijs van geslaagde deelname</i>, seed 3.A).</summary>
/// <param name="VerificationCode">16 characters of Crockford base 32 (80 bits), by which anyone checks it.</param>
/// <param name="HolderName">Name on the day of issue.</param>
/// <param name="IssuedOn">Legal day of issue.</param>
/// <param name="Modules">The modules passed, by module id.</param>
public sealed record Certificate(string VerificationCode, string HolderName, DateOnly IssuedOn, ImmutableList<string> Modules);
