using System.Net;
using Inburgering.Commands.Doors;

namespace Inburgering.Commands.Demo;

/// <summary>From the deadline on: breach, confirmation by a human, one dossier, and passing late.</summary>
internal sealed partial class EscalatedWithPartner
{
    private string ConfirmationPath => $"api/v1/cases/{_workerId}/breach-confirmations";

    private async Task CheckStillInTimeAsync()
    {
        await Doors.Clock.LetSettleAsync();
        Witness.Equal("his obligation", "running", (await _workerDoor.MeAsync()).Obligation.Status);
        Witness.Equal("breaches so far", 0, (await SentAsync("agencies", "obligation.breached", _workerId)).Count);
        await CheckDwewisAnswersAsync(worker: "pending", partner: "fulfilled");
        Remember(_deadlineOn, "deadline (end of day, Brussels)");
    }

    private async Task CheckBreachedAsync()
    {
        await Witness.SoonAsync("his obligation", "breached", async () => (await _workerDoor.MeAsync()).Obligation.Status);
        await Witness.SoonOneAsync("his agency hears it", () => SentAsync("agencies", "obligation.breached", _workerId));
        await Doors.Clock.LetSettleAsync();
        Witness.Equal("dossiers so far", 0, (await SentAsync("enforcement", "enforcement.referred", _workerId)).Count);
        await CheckDwewisAnswersAsync(worker: "pending", partner: "fulfilled");
        Remember(_deadlineOn.AddDays(1), "breached, not yet confirmed; DWEWIS: pending");
    }

    private async Task AmalIsRefusedAsync()
    {
        var refusal = await Doors.PostAsync(ConfirmationPath, new { reason = "Not our case." }, Amal);
        Witness.Holds($"refused with {(int)refusal.Status}", refusal.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, refusal.Describe());
        await Doors.Clock.LetSettleAsync();
        Witness.Equal("dossiers so far", 0, (await SentAsync("enforcement", "enforcement.referred", _workerId)).Count);
    }

    private async Task ConfirmBreachAsync()
    {
        (await Doors.PostAsync(ConfirmationPath, Confirmation, Atlas)).OrThrow();
        Remember(await Doors.Clock.TodayAsync(), "breach confirmed by a case officer of Atlas");
    }

    private static object Confirmation { get; } = new { reason = "Three reminders, no progress since arrival; heard by telephone." };

    private async Task CheckDossierAsync()
    {
        var referred = await Witness.SoonOneAsync("dossier", () => SentAsync("enforcement", "enforcement.referred", _workerId));
        (_dossierUrl, _dossierSha256) = (referred.Required("dossierUrl"), referred.Required("dossierSha256"));
        await CheckDossierDocumentAsync();
        await CheckDwewisAnswersAsync(worker: "notFulfilled", partner: "fulfilled");
        await Witness.SoonAsync("DWEWIS was told last", "notFulfilled", async () => Last(await ToldDwewisAsync(_worker, _permitNumber)));
        Remember(await Doors.Clock.TodayAsync(), $"dossier {referred.Required("enforcementCaseId")} to ABB; DWEWIS: notFulfilled");
    }

    private async Task CheckDossierDocumentAsync()
    {
        var pdf = (await Doors.DocumentAsync(_dossierUrl)).OrThrow();
        Witness.Holds($"it is a PDF of {pdf.Body.Length} bytes", pdf.IsPdf, pdf.Describe());
        Witness.Equal("its SHA-256", _dossierSha256.ToLowerInvariant(), Sha256(pdf.Body));
    }

    private async Task ConfirmAgainAsync()
    {
        var again = await Doors.PostAsync(ConfirmationPath, Confirmation, Atlas);
        Witness.Holds($"answered with {(int)again.Status}", again.IsSuccess, again.Describe());
        await Doors.Clock.LetSettleAsync();
        Witness.Equal("dossiers", 1, (await SentAsync("enforcement", "enforcement.referred", _workerId)).Count);
        await CheckDossierDocumentAsync();
    }

    private async Task PassLateAsync()
    {
        foreach (var moduleId in Student.CompulsoryModules.Except(["basis"]))
        {
            await _workerStudy.GoThroughAndPassAsync(moduleId);
        }

        _passedLateOn = await Doors.Clock.TodayAsync();
        Remember(_passedLateOn, "the worker passes, late");
    }

    private async Task CheckFulfilledLateAsync()
    {
        await Witness.SoonAsync("his obligation", "fulfilledLate", async () => (await _workerDoor.MeAsync()).Obligation.Status);
        foreach (var subscription in (string[])["agencies", "enforcement"])
        {
            var fulfilled = await Witness.SoonOneAsync($"'fulfilled' on {subscription}", () => SentAsync(subscription, "obligation.fulfilled", _workerId));
            Witness.Holds("marked as late, in the body and for the filter", fulfilled.IsLate && IsTrue(fulfilled, "late"), fulfilled.ToString());
        }

        await CheckDwewisAnswersAsync(worker: "fulfilled", partner: "fulfilled");
        await Witness.SoonAsync("DWEWIS was told last", "fulfilled", async () => Last(await ToldDwewisAsync(_worker, _permitNumber)));
        Witness.Equal("the partner's obligation", "fulfilled", (await _partnerDoor.MeAsync()).Obligation.Status);
        Remember(await Doors.Clock.TodayAsync(), "fulfilled late; DWEWIS: fulfilled");
    }

    private async Task CheckQuietAsync()
    {
        var events = await EventsAsync();
        int Count(string type, string personId) => events.Where(sent => sent.Type == type && sent.PersonId == personId).DistinctBy(sent => sent.Id).Count();
        foreach (var (who, personId, reminders, breaches) in new[] { ("worker", _workerId, 3, 1), ("partner", _partnerId, 1, 0) })
        {
            Witness.Equal($"{who}: invitations", 1, Count("invitation.requested", personId));
            Witness.Equal($"{who}: letters", 1, Count("letter.requested", personId));
            Witness.Equal($"{who}: reminders", reminders, Count("reminder.requested", personId));
            Witness.Equal($"{who}: obligations started", 1, Count("obligation.started", personId));
            Witness.Equal($"{who}: breaches", breaches, Count("obligation.breached", personId));
            Witness.Equal($"{who}: dossiers", breaches, Count("enforcement.referred", personId));
            Witness.Equal($"{who}: fulfilments", 1, Count("obligation.fulfilled", personId));
            Witness.Equal($"{who}: referrals to Atlas", 1, events.Count(sent => sent.Type == "referral.made" && sent.PersonId == personId && sent.Text("agency") == "atlas"));
        }

        CheckNothingTwice(events);
        CheckOrder(events);
        await CheckDwewisStoryAsync();
    }

    /// <summary>The sequence tells the story in its order, whatever the order in which the topic delivered it.</summary>
    private void CheckOrder(IReadOnlyList<OutgoingEvent> events)
    {
        string[] turns = ["obligation.started", "obligation.breached", "obligation.fulfilled"];
        Witness.EqualLists(
            "the worker's obligation, by sequence",
            turns,
            events.Where(sent => sent.Subscription == "agencies" && sent.PersonId == _workerId && turns.Contains(sent.Type)).OrderBy(sent => sent.Sequence).Select(sent => sent.Type));
    }

    private async Task CheckDwewisStoryAsync()
    {
        Witness.EqualLists("DWEWIS was told of the worker", ["pending", "notFulfilled", "fulfilled"], SinceArrival(await ToldDwewisAsync(_worker, _permitNumber)));
        Witness.EqualLists("DWEWIS was told of the partner, who applies for no permit", [], await ToldDwewisAsync(_partner, permitNumber: null));
        var learning = (await Doors.Messages.SentAsync("dwewis"))
            .SelectMany(sent => sent.Data.EnumerateObject())
            .Select(property => property.Name)
            .Except(["nationalNumber", "permitNumber", "status", "asOf", "policyVersion"]);
        Witness.EqualLists("anything more that DWEWIS was told", [], learning);
    }

    // Before arrival nothing applies yet; whether DWEWIS is told so is free.
    private static IEnumerable<string> SinceArrival(IReadOnlyList<string> statuses) => statuses.SkipWhile(status => status == "notApplicable");
}
