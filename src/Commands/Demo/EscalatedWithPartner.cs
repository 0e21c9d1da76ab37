using System.Security.Cryptography;
using Inburgering.Commands.Doors;

namespace Inburgering.Commands.Demo;

/// <summary>Life (b): the worker lets the deadline pass and is escalated once, then passes late; the partner passes in time and is untouched by it.</summary>
internal sealed partial class EscalatedWithPartner : Life
{
    private static readonly Account Atlas = Account.CaseOfficer("atlas");
    private static readonly Account Amal = Account.CaseOfficer("amal");
    private static readonly IReadOnlyList<string> NotYetPassed = ["labour-rights", "rights-duties"];

    private readonly Newcomer _worker = Newcomer.Invent("Rohan", "Deshmukh", "IN", "en");
    private readonly Newcomer _partner = Newcomer.Invent("Anjali", "Kulkarni", "IN", "en");
    private readonly LearnerDoor _workerDoor;
    private readonly LearnerDoor _partnerDoor;
    private readonly Student _workerStudy;
    private readonly Student _partnerStudy;
    private string _permitNumber = "";
    private string _workerId = "";
    private string _partnerId = "";
    private string _workerCode = "";
    private string _partnerCode = "";
    private string _workerLetterId = "";
    private string _partnerLetterId = "";
    private string _dossierUrl = "";
    private string _dossierSha256 = "";
    private DateOnly _registeredOn;
    private DateOnly _postedOn;
    private DateOnly _receivedOn;
    private DateOnly _deadlineOn;
    private DateOnly _passedLateOn;

    public EscalatedWithPartner(PublicDoors doors, KnownAnswers answers, Witness witness)
        : base(doors, witness)
    {
        (_workerDoor, _partnerDoor) = (new LearnerDoor(doors), new LearnerDoor(doors));
        (_workerStudy, _partnerStudy) = (new Student(_workerDoor, answers, witness, "en"), new Student(_partnerDoor, answers, witness, "en"));
        Steps =
        [
            new("DWEWIS grants a permit that names a partner", GrantPermitAsync),
            new("Two invitations go out", ReceiveInvitationsAsync),
            new("The worker opens his account with his code", ActivateWorkerAsync),
            new("The worker passes 'basis' before he leaves, and no more", () => _workerStudy.GoThroughAndPassAsync("basis")),
            new("Ten weeks pass; they travel", TravelAsync, OnlyMovesTime: true),
            new("Both register in Antwerpen", RegisterAsync),
            new("Two recruitment letters, from Atlas", CheckRecruitmentAsync),
            new("The partner opens her account with the code of her letter", ActivatePartnerAsync),
            new("The letters are printed", () => MoveToPostingDayAsync(), OnlyMovesTime: true),
            new("The post takes both letters, as ordinary post", PostLettersAsync),
            new("The third working day comes", () => Doors.Clock.MoveToAsync(_receivedOn, Evening), OnlyMovesTime: true),
            new("Received; the term of six months runs for both", CheckTermAsync),
            .. ReminderSteps(0, "three months", CheckFirstReminderAsync),
            new("The partner goes through everything and passes, in time", PartnerPassesAsync),
            .. ReminderSteps(1, "one month", () => CheckWorkerReminderAsync(2)),
            .. ReminderSteps(2, "one week", () => CheckWorkerReminderAsync(3)),
            new("The evening of the deadline", () => Doors.Clock.MoveToAsync(_deadlineOn, Evening), OnlyMovesTime: true),
            new("Still in time", CheckStillInTimeAsync),
            new("The deadline passes", () => Doors.Clock.MoveToAsync(_deadlineOn.AddDays(1), Morning), OnlyMovesTime: true),
            new("Breached; not referred as long as no human has confirmed it", CheckBreachedAsync),
            new("A case officer of another agency is refused", AmalIsRefusedAsync),
            new("A case officer of Atlas confirms the breach", ConfirmBreachAsync),
            new("Exactly one dossier reaches ABB", CheckDossierAsync),
            new("The officer confirms once more: nothing changes", ConfirmAgainAsync),
            new("Three weeks pass", () => Doors.Clock.MoveToAsync(_deadlineOn.AddDays(22), Morning), OnlyMovesTime: true),
            new("The worker passes the rest, late", PassLateAsync),
            new("Fulfilled late: ABB and DWEWIS hear it, the partner is untouched", CheckFulfilledLateAsync),
            new("Three months pass", () => Doors.Clock.MoveToAsync(_passedLateOn.AddMonths(3), Morning), OnlyMovesTime: true),
            new("Nothing more came, and nothing came twice", CheckQuietAsync),
        ];
    }

    public override string Title => $"Life (b): {_worker.Name} is escalated, the partner {_partner.Name} is not";

    public override IReadOnlyList<LifeStep> Steps { get; }

    private static TimeOnly Morning => new(10, 0);

    private static TimeOnly Evening => new(22, 0);

    public override string NameOf(OutgoingEvent sent) =>
        sent.PersonId == _partnerId || (sent.PersonId is null && IsDwewisAbout(sent, _partner, permitNumber: null)) ? _partner.GivenNames : _worker.GivenNames;

    protected override bool IsAboutThisLife(OutgoingEvent sent) => sent.PersonId is { } personId
        ? personId == _workerId || personId == _partnerId
        : IsDwewisAbout(sent, _worker, _permitNumber) || IsDwewisAbout(sent, _partner, permitNumber: null);

    private async Task GrantPermitAsync()
    {
        var now = await Doors.Clock.NowAsync();
        _permitNumber = IncomingMessages.InventPermitNumber(now);
        await Doors.Messages.SendAsync(MessageDoor.Permits, IncomingMessages.PermitGranted(now, _permitNumber, _worker, _partner));
        Remember(await Doors.Clock.TodayAsync(), $"permit {_permitNumber} granted, names the partner");
        Witness.Note($"permit {_permitNumber} for {_worker.Name}, partner {_partner.Name}");
    }

    private async Task ReceiveInvitationsAsync()
    {
        var toWorker = await InvitationAsync(_worker);
        var toPartner = await InvitationAsync(_partner);
        (_workerId, _workerCode) = (toWorker.Required("personId"), toWorker.Required("activationCode"));
        _partnerId = toPartner.Required("personId");
        Witness.Holds("two persons, two codes", _workerId != _partnerId && _workerCode != toPartner.Required("activationCode"), toPartner.Data.GetRawText());
    }

    private async Task ActivateWorkerAsync()
    {
        (await _workerDoor.ActivateAsync(_workerCode, _worker.BirthDate)).OrThrow();
        Witness.Equal("/me is him", _workerId, (await _workerDoor.MeAsync()).Who.PersonId);
    }

    private async Task TravelAsync()
    {
        if (_registeredOn == default)
        {
            _registeredOn = (await Doors.Clock.TodayAsync()).AddDays(70);
        }

        await Doors.Clock.MoveToAsync(_registeredOn, Morning);
    }

    private async Task RegisterAsync()
    {
        var now = await Doors.Clock.NowAsync();
        await Doors.Messages.SendAsync(
            MessageDoor.Registrations,
            IncomingMessages.Registered(now, _worker, IncomingMessages.Antwerp, _registeredOn, "worker", _permitNumber, _partner));
        await Doors.Messages.SendAsync(
            MessageDoor.Registrations,
            IncomingMessages.Registered(now, _partner, IncomingMessages.Antwerp, _registeredOn, "family", _permitNumber, _worker));
        Remember(_registeredOn, "both registered in Antwerpen (11002)");
    }

    private async Task CheckRecruitmentAsync()
    {
        var toWorker = await RecruitmentAsync(_worker, _workerId);
        Witness.Equal("his letter's activation code (his account is bound)", null, toWorker.Text("activationCode"));
        var toPartner = await RecruitmentAsync(_partner, _partnerId);
        _partnerCode = toPartner.Required("activationCode");
        (_workerLetterId, _partnerLetterId) = (toWorker.Required("letterId"), toPartner.Required("letterId"));
        var me = await _workerDoor.MeAsync();
        Witness.Equal("his obligation", "letterPending", me.Obligation.Status);
        Witness.Equal("his region", "flanders", me.Who.Region);
        Witness.Equal("his agency", "atlas", me.Who.Agency);
        await CheckDwewisAnswersAsync(worker: "pending", partner: "pending");
    }

    private async Task<OutgoingEvent> RecruitmentAsync(Newcomer who, string personId)
    {
        var letter = await Witness.SoonOneAsync($"letter to {who.GivenNames}", () => SentAsync("letters", "letter.requested", personId));
        Witness.Equal("kind of letter", "recruitment", letter.Required("kind"));
        await CheckLetterAsync(letter, who);
        await Witness.SoonOneAsync<OutgoingEvent>(
            $"referral of {who.GivenNames} to Atlas",
            async () => [.. (await SentAsync("agencies", "referral.made", personId)).Where(sent => sent.Text("agency") == "atlas")]);
        return letter;
    }

    private async Task ActivatePartnerAsync()
    {
        (await _partnerDoor.ActivateAsync(_partnerCode, _partner.BirthDate)).OrThrow();
        var me = await _partnerDoor.MeAsync();
        Witness.Equal("/me is her", _partnerId, me.Who.PersonId);
        Witness.Equal("her obligation", "letterPending", me.Obligation.Status);
        Witness.Equal("her agency", "atlas", me.Who.Agency);
    }

    private Task MoveToPostingDayAsync()
    {
        // A day that lets the deadline fall on a day off, so that the rule which moves it is lived too.
        _postedOn = LegalDays.PostingDayWithAMovedDeadline(_registeredOn.AddDays(2));
        _receivedOn = LegalDays.ReceiptByPost(_postedOn);
        _deadlineOn = LegalDays.Deadline(_receivedOn);
        return Doors.Clock.MoveToAsync(_postedOn, Morning);
    }

    private async Task PostLettersAsync()
    {
        var now = await Doors.Clock.NowAsync();
        await Doors.Messages.SendAsync(MessageDoor.LetterReceipts, IncomingMessages.Posted(now, _workerLetterId, _postedOn));
        await Doors.Messages.SendAsync(MessageDoor.LetterReceipts, IncomingMessages.Posted(now, _partnerLetterId, _postedOn));
        Remember(_postedOn, "both letters posted (ordinary)");
    }

    private async Task CheckTermAsync()
    {
        foreach (var (name, door) in new[] { (_worker.GivenNames, _workerDoor), (_partner.GivenNames, _partnerDoor) })
        {
            await Witness.SoonAsync($"obligation of {name}", "running", async () => (await door.MeAsync()).Obligation.Status);
            var obligation = (await door.MeAsync()).Obligation;
            Witness.Equal($"{name} received the letter on", _receivedOn, obligation.ReceivedOn);
            Witness.Equal($"deadline of {name} (six months are over on {_receivedOn.AddMonths(6):ddd yyyy-MM-dd}, a day off)", _deadlineOn, obligation.DeadlineOn);
        }

        Witness.EqualLists("what the worker still has to do", NotYetPassed, Sorted((await _workerDoor.MeAsync()).Obligation.RemainingModules));
        await Witness.SoonOneAsync("start of the worker's obligation", () => SentAsync("agencies", "obligation.started", _workerId));
        await Witness.SoonOneAsync("start of the partner's obligation", () => SentAsync("agencies", "obligation.started", _partnerId));
        await CheckDwewisAnswersAsync(worker: "pending", partner: "pending");
        Remember(_receivedOn, "both letters received (third working day)");
    }

    /// <summary>To the evening before a reminder, when it must not be there, and to the evening of its day, when it must.</summary>
    private IEnumerable<LifeStep> ReminderSteps(int index, string before, Func<Task> check) =>
    [
        new($"The day before the reminder of {before} before the deadline", () => Doors.Clock.MoveToAsync(ReminderOn(index).AddDays(-1), Evening), OnlyMovesTime: true),
        new("Not yet reminded", () => CheckReminderCountAsync(_workerId, "worker", index)),
        new($"The day itself, {before} before the deadline", () => Doors.Clock.MoveToAsync(ReminderOn(index), Evening), OnlyMovesTime: true),
        new("Reminded", check),
    ];

    private DateOnly ReminderOn(int index) => LegalDays.Reminders(_deadlineOn)[index];

    private async Task CheckFirstReminderAsync()
    {
        await CheckWorkerReminderAsync(1);
        await Witness.SoonOneAsync("the partner, who has not passed yet, is reminded too", () => SentAsync("notifications", "reminder.requested", _partnerId));
    }

    private async Task CheckWorkerReminderAsync(int count)
    {
        await Witness.SoonAsync("reminders to the worker so far", count, async () => (await SentAsync("notifications", "reminder.requested", _workerId)).Count);
        var reminder = (await SentAsync("notifications", "reminder.requested", _workerId))[^1];
        Witness.Equal("the deadline it names", _deadlineOn, reminder.Date("deadlineOn"));
        Witness.EqualLists("what it names as still to do", NotYetPassed, Sorted(reminder.Texts("remainingModules")));
        if (count > 1)
        {
            await CheckReminderCountAsync(_partnerId, "partner, who has passed", 1);
        }

        Remember(ReminderOn(count - 1), count == 1 ? "reminder 1, to both" : $"reminder {count}, to the worker only");
    }

    private async Task CheckReminderCountAsync(string personId, string who, int expected)
    {
        await Doors.Clock.LetSettleAsync();
        Witness.Equal($"reminders to the {who}", expected, (await SentAsync("notifications", "reminder.requested", personId)).Count);
    }

    private async Task PartnerPassesAsync()
    {
        foreach (var moduleId in Student.CompulsoryModules)
        {
            await _partnerStudy.GoThroughAndPassAsync(moduleId);
        }

        await Witness.SoonAsync("her obligation", "fulfilled", async () => (await _partnerDoor.MeAsync()).Obligation.Status);
        Witness.Holds("she has her certificate", await _partnerDoor.CertificateAsync() is not null, "none");
        var fulfilled = await Witness.SoonOneAsync("her agency hears it", () => SentAsync("agencies", "obligation.fulfilled", _partnerId));
        Witness.Holds("as in time", !fulfilled.IsLate && !IsTrue(fulfilled, "late"), fulfilled.Data.GetRawText());
        await CheckDwewisAnswersAsync(worker: "pending", partner: "fulfilled");
        Remember(await Doors.Clock.TodayAsync(), "the partner fulfils, in time");
    }

    private async Task CheckDwewisAnswersAsync(string worker, string partner)
    {
        Witness.Equal("DWEWIS asks for the worker", worker, (await Doors.ComplianceAsync(new { nationalNumber = _worker.NationalNumber })).Status);
        Witness.Equal("DWEWIS asks by his permit number", worker, (await Doors.ComplianceAsync(new { permitNumber = _permitNumber })).Status);
        Witness.Equal("DWEWIS asks for the partner", partner, (await Doors.ComplianceAsync(new { nationalNumber = _partner.NationalNumber })).Status);
    }

    private static bool IsTrue(OutgoingEvent sent, string property) =>
        sent.Data.TryGetProperty(property, out var value) && value.ValueKind == System.Text.Json.JsonValueKind.True;

    private static IOrderedEnumerable<string> Sorted(IReadOnlyList<string>? moduleIds) => (moduleIds ?? []).Order(StringComparer.Ordinal);

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
