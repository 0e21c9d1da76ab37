namespace Inburgering.Policies;

/// <summary>An integration agency as letters show it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="AddressLines">Its postal address.</param>
/// <param name="Website">Where it is reached.</param>
public sealed record AgencyDetails(string Name, IReadOnlyList<string> AddressLines, string Website);
