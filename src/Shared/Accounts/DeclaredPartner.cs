using Inburgering.People;

namespace Inburgering.Accounts;

/// <summary>The partner a labour migrant declared.</summary>
/// <param name="PersonId">The person the partner is.</param>
/// <param name="Details">As the labour migrant declared them.</param>
public sealed record DeclaredPartner(string PersonId, PersonDetails Details);
