namespace Inburgering.Accounts;

/// <summary>The sign-in account that stands for the person.</summary>
/// <param name="AccountKey">Keyed hash of issuer and subject.</param>
/// <param name="BoundAt">When the activation code was used.</param>
public sealed record AccountBinding(string AccountKey, DateTimeOffset BoundAt);

/// <summary>A sign-in account that is being bound to the person.</summary>
/// <param name="AccountKey">Keyed hash of issuer and subject.</param>
/// <param name="At">Since when.</param>
/// <param name="Id">Whose claim it is: only the tries that found it standing may turn it into a binding or withdraw it.</param>
public sealed record AccountClaim(string AccountKey, DateTimeOffset At, string Id);

/// <summary>An activation code that was sent out; the code itself is kept only as a keyed hash.</summary>
/// <param name="CodeKey">Keyed hash of the code.</param>
/// <param name="ExpiresOn">Last legal day of use.</param>
public sealed record IssuedActivationCode(string CodeKey, DateOnly ExpiresOn);
