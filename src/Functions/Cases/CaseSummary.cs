using Inburgering.Arrivals;
using Inburgering.Cases;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Policies;

namespace Inburgering.Functions.Cases;

/// <summary>A case as it stands in a list: enough to know which one to open, no identifier that must not be in a list.</summary>
internal sealed record CaseSummary(
    string PersonId,
    string GivenNames,
    string FamilyName,
    DateOnly BirthDate,
    ObligationStatus Status,
    DateOnly? ReceivedOn,
    DateOnly? DeadlineOn,
    bool? BreachConfirmed,
    IReadOnlyList<CaseToDo> ToDo,
    IReadOnlyList<string> RemainingModules,
    Region Region,
    Agency Agency)
{
    public static CaseSummary Of(PersonFile file, Policy policy) => new(
        file.PersonId,
        file.Details.GivenNames,
        file.Details.FamilyName,
        file.Details.BirthDate,
        file.Obligation.Status,
        file.Obligation.Term?.ReceivedOn,
        file.Obligation.Term?.DeadlineOn,
        file.Obligation is Breached breached ? breached.Confirmation is not null : null,
        CaseListing.ToDoIn(file),
        file.RemainingModules(policy),
        file.Region ?? Region.Abroad,
        file.ResponsibleAgency!.Value);
}
