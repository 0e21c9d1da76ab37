using Inburgering.Commands.Doors;

namespace Inburgering.Commands.Demo;

/// <summary>Life (a): everything passed in Türkiye; on arrival in Gent a confirmation, no deadline, and DWEWIS hears "fulfilled".</summary>
internal sealed class FulfilledBeforeArrival : Life
{
    private readonly Newcomer _worker = Newcomer.Invent("Ayşe", "Yılmaz", "TR", "tr");
    private readonly LearnerDoor _learner;
    private readonly Student _student;
    private string _permitNumber = "";
    private string _personId = "";
    private string _activationCode = "";
    private DateOnly _passedOn;
    private DateOnly _arrivesOn;

    public FulfilledBeforeArrival(PublicDoors doors, KnownAnswers answers, Witness witness)
        : base(doors, witness)
    {
        _learner = new LearnerDoor(doors);
        _student = new Student(_learner, answers, witness, "en");
        Steps =
        [
            new("DWEWIS grants a permit; she still lives in Türkiye", GrantPermitAsync),
            new("The invitation with an activation code goes out", ReceiveInvitationAsync),
            new("She opens her account with the code", ActivateAsync),
            new("She goes through 'basis' and passes the test", () => _student.GoThroughAndPassAsync("basis")),
            new("She goes through 'rights-duties' and fails the test", FailAsync),
            new("She redoes 'rights-duties' and passes", () => _student.GoThroughAndPassAsync("rights-duties")),
            new("She goes through 'labour-rights' and passes", () => _student.GoThroughAndPassAsync("labour-rights")),
            new("Her certificate, checked by anyone with its code", CheckCertificateAsync),
            new("Nine weeks pass; she travels", TravelAsync, OnlyMovesTime: true),
            new("She registers in Gent", RegisterAsync),
            new("A letter confirms, Amal takes over, there is no deadline", CheckArrivalAsync),
            new("DWEWIS asks and was told", CheckDwewisAsync),
            new("Seven months pass", () => Doors.Clock.MoveToAsync(_arrivesOn.AddMonths(7), new TimeOnly(10, 0)), OnlyMovesTime: true),
            new("Nothing more came: no reminder, no breach, nothing twice", CheckQuietAsync),
        ];
    }

    public override string Title => $"Life (a): {_worker.Name} fulfils before arrival";

    public override IReadOnlyList<LifeStep> Steps { get; }

    public override string NameOf(OutgoingEvent sent) => _worker.GivenNames;

    protected override bool IsAboutThisLife(OutgoingEvent sent) =>
        (sent.PersonId is not null && sent.PersonId == _personId) || (sent.PersonId is null && IsDwewisAbout(sent, _worker, _permitNumber));

    private async Task GrantPermitAsync()
    {
        var now = await Doors.Clock.NowAsync();
        _permitNumber = IncomingMessages.InventPermitNumber(now);
        await Doors.Messages.SendAsync(MessageDoor.Permits, IncomingMessages.PermitGranted(now, _permitNumber, _worker));
        Remember(await Doors.Clock.TodayAsync(), $"permit {_permitNumber} granted");
        Witness.Note($"permit {_permitNumber} for {_worker.Name}, born {IncomingMessages.Iso(_worker.BirthDate)}");
    }

    private async Task ReceiveInvitationAsync()
    {
        var invitation = await InvitationAsync(_worker);
        (_personId, _activationCode) = (invitation.Required("personId"), invitation.Required("activationCode"));
        Witness.Equal("its language", _worker.Language, invitation.Required("language"));
        Witness.Equal("DWEWIS asks by permit number", "notApplicable", (await Doors.ComplianceAsync(new { permitNumber = _permitNumber })).Status);
    }

    private async Task ActivateAsync()
    {
        (await _learner.ActivateAsync(_activationCode, _worker.BirthDate)).OrThrow();
        var me = await _learner.MeAsync();
        Witness.Equal("/me is her", _personId, me.Who.PersonId);
        Witness.Equal("region", "abroad", me.Who.Region);
        Witness.Equal("obligation", "none", me.Obligation.Status);
        var stranger = await new LearnerDoor(Doors).ActivateAsync(_activationCode, _worker.BirthDate);
        Witness.Holds("the code works only once", (int)stranger.Status is >= 400 and < 500, stranger.Describe());
        var modules = await _learner.ProgressAsync();
        Witness.EqualLists(
            "compulsory modules",
            Student.CompulsoryModules.Order(StringComparer.Ordinal),
            modules.Where(module => module.Compulsory).Select(module => module.ModuleId).Order(StringComparer.Ordinal));
    }

    private async Task FailAsync()
    {
        await _student.GoThroughAsync("rights-duties");
        await _student.FailAsync("rights-duties");
    }

    private async Task CheckCertificateAsync()
    {
        _passedOn = await Doors.Clock.TodayAsync();
        var certificate = await _learner.CertificateAsync() ?? throw new UnmetExpectationException("certificate: expected one, there is none.");
        Witness.Equal("issued on", _passedOn, certificate.IssuedOn);
        var pdf = (await _learner.CertificatePdfAsync()).OrThrow();
        Witness.Holds($"the certificate is a PDF of {pdf.Body.Length} bytes", pdf.IsPdf, pdf.Describe());
        var check = (await Doors.GetAsync($"api/v1/certificates/{certificate.VerificationCode}")).As<CertificateCheck>();
        Witness.Equal("checked by its code, without an account", "valid", check.Status);
        Witness.Holds($"it names the holder: {check.HolderName}", check.HolderName.Contains(_worker.FamilyName, StringComparison.Ordinal), check.HolderName);
        Witness.Equal("modules on it", Student.CompulsoryModules.Count, check.Modules.Count);
        Witness.Equal("DWEWIS asks by permit number", "fulfilled", (await Doors.ComplianceAsync(new { permitNumber = _permitNumber })).Status);
        Remember(_passedOn, $"three modules passed, certificate {certificate.VerificationCode}");
    }

    private async Task TravelAsync()
    {
        _arrivesOn = _passedOn.AddDays(63);
        await Doors.Clock.MoveToAsync(_arrivesOn, new TimeOnly(10, 0));
    }

    private async Task RegisterAsync()
    {
        var now = await Doors.Clock.NowAsync();
        var message = IncomingMessages.Registered(now, _worker, IncomingMessages.Ghent, _arrivesOn, permitNumber: _permitNumber);
        await Doors.Messages.SendAsync(MessageDoor.Registrations, message);
        Remember(_arrivesOn, "registered in Gent (44021)");
    }

    private async Task CheckArrivalAsync()
    {
        var letter = await Witness.SoonOneAsync("letter", () => SentAsync("letters", "letter.requested", _personId));
        Witness.Equal("kind of letter", "confirmation", letter.Required("kind"));
        Witness.Equal("activation code in the letter (her account is bound)", null, letter.Text("activationCode"));
        await CheckLetterAsync(letter, _worker);
        var referral = await Witness.SoonOneAsync<OutgoingEvent>(
            "referral to Amal",
            async () => [.. (await SentAsync("agencies", "referral.made", _personId)).Where(sent => sent.Text("agency") == "amal")]);
        var passed = referral.Data.GetProperty("progress").EnumerateArray().Where(module => module.GetProperty("status").GetString() == "passed");
        Witness.Holds(
            "with it the progress: the three modules passed",
            Student.CompulsoryModules.All(id => passed.Any(module => module.GetProperty("moduleId").GetString() == id)),
            referral.Data.GetRawText());
        await Witness.SoonAsync("obligation", "fulfilled", async () => (await _learner.MeAsync()).Obligation.Status);
        var me = await _learner.MeAsync();
        Witness.Equal("deadline", null, me.Obligation.DeadlineOn);
        Witness.Equal("region", "flanders", me.Who.Region);
        Witness.Equal("agency", "amal", me.Who.Agency);
        var letters = await _learner.LettersAsync();
        Witness.EqualLists("her letters online", [letter.Required("letterId")], letters.Select(item => item.LetterId));
        var pdf = (await _learner.LetterPdfAsync(letter.Required("letterId"))).OrThrow();
        Witness.Holds("she can open it", pdf.IsPdf, pdf.Describe());
    }

    private async Task CheckDwewisAsync()
    {
        Witness.Equal("asks by national number", "fulfilled", (await Doors.ComplianceAsync(new { nationalNumber = _worker.NationalNumber })).Status);
        Witness.Equal("asks by permit number", "fulfilled", (await Doors.ComplianceAsync(new { permitNumber = _permitNumber })).Status);
        await Witness.SoonAsync("was told last", "fulfilled", async () => Last(await ToldDwewisAsync(_worker, _permitNumber)));
        Remember(await Doors.Clock.TodayAsync(), "confirmation letter, referred to Amal; DWEWIS: fulfilled");
    }

    private async Task CheckQuietAsync()
    {
        var events = await EventsAsync();
        int Count(string type) => events.Count(sent => sent.Type == type);
        Witness.Equal("letters", 1, Count("letter.requested"));
        Witness.Equal("reminders", 0, Count("reminder.requested"));
        Witness.Equal("breaches", 0, Count("obligation.breached"));
        Witness.Equal("dossiers", 0, Count("enforcement.referred"));
        Witness.Equal("referrals to Amal", 1, events.Count(sent => sent.Type == "referral.made" && sent.Text("agency") == "amal"));
        CheckNothingTwice(events);
        Witness.Equal("obligation", "fulfilled", (await _learner.MeAsync()).Obligation.Status);
    }
}
