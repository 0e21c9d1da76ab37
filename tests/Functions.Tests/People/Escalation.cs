using Inburgering.Arrivals;
using Inburgering.Calendar;
using Inburgering.Cases;
using Inburgering.Enforcement;
using Inburgering.Functions.Tests.Running;
using Inburgering.Obligations;
using Inburgering.People;
using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.People;

/// <summary>A breach that was confirmed and handed over, in an app whose clock must not be moved: the missed deadline is put into the file, all that follows is the product's.</summary>
internal static class Escalation
{
    /// <summary>The missed deadline alone: nobody has confirmed yet.</summary>
    public static Task BreachAsync(RunningApp app, string personId) => app.Services.GetRequiredService<PersonFiles>().ChangeAsync(
        personId,
        Actor.System,
        change =>
        {
            var (letter, today) = (change.File.Letters[0], LegalCalendar.DayOf(change.Now));
            var term = new Term(today.AddMonths(-6).AddDays(-1), today.AddDays(-1), []);
            change.Update(file => file with { Obligation = new Breached(term.ReceivedOn, today, letter.PolicyVersion, letter.LetterId, term, [], null) });
            return true;
        },
        cancellationToken: TestContext.Current.CancellationToken);

    /// <returns>The case's name towards ABB.</returns>
    public static async Task<string> OfAsync(RunningApp app, string personId, Agency agency)
    {
        await BreachAsync(app, personId);
        var confirmed = await app.Services.GetRequiredService<BreachConfirming>().ConfirmAsync(personId, new CaseOfficer(agency, "officer-7"), "No contact.", TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<DossierBuilding>().BuildAsync(personId, TestContext.Current.CancellationToken);
        return confirmed.Value!.Result.Enforcement!.EnforcementCaseId;
    }
}
