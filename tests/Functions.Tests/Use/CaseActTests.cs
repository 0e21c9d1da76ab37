using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>The acts of a case officer: done, shown, audited; refused by their rule where they make no sense, and then nothing has changed.</summary>
public sealed class CaseActTests(SharedApp shared)
{
    [Fact]
    public async Task A_postponement_moves_the_deadline_and_is_shown_to_the_officer_and_the_person()
    {
        var learner = await RunningAsync();
        Assert.Equal("2026-09-07", (await learner.MeAsync()).Part("obligation").Text("deadlineOn"));

        var granted = (await ActAsync(learner, "postponements", Postponement("2026-06-01", "2026-06-30"))).With(HttpStatusCode.Created).Json;

        Assert.Equal(("2026-10-07", "running"), (granted.Text("deadlineOn"), granted.Text("status")));
        Assert.Equal("2026-10-07", (await learner.MeAsync()).Part("obligation").Text("deadlineOn"));
        var found = await CaseAsync(learner);
        var shown = Assert.Single(found["postponements"]!.AsArray())!.AsObject();
        Assert.Equal(("illness", "Ziekte of ongeval", "Medical certificate.", "officer"), (shown.Text("ground"), shown.Text("groundName"), shown.Text("evidence"), shown.Text("officerId")));
        Assert.Contains("Uitstel 1, van maandag 1 juni 2026 tot en met dinsdag 30 juni 2026: 30 dagen komen erbij", found.Part("obligation").ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("2026-09-07", found.Part("obligation")["pastTerms"]![0]!.AsObject().Text("deadlineOn"));
        var line = found["timeline"]!.AsArray().Single(entry => entry!.AsObject().Text("action") == "postponementGranted")!.AsObject();
        Assert.Equal(("case-officer", "1: illness 2026-06-01 to 2026-06-30, deadline 2026-10-07", "Medical certificate."), (line.Text("actor"), line.Text("detail"), line.Text("reason")));

        Assert.Equal("pending", await shared.Api.ComplianceAsync("permitNumber", learner.Person.PermitNumber));
        (await ActAsync(learner, "postponements", Postponement("2026-06-01", "2026-06-30"))).With(HttpStatusCode.Created);
        Assert.Single((await CaseAsync(learner))["postponements"]!.AsArray());
    }

    [Fact]
    public async Task A_postponement_that_runs_suspends_the_term()
    {
        var learner = await RunningAsync("eBox", delivered: "2026-03-02");

        (await ActAsync(learner, "postponements", Postponement("2026-03-02", "2026-04-01"))).With(HttpStatusCode.Created);

        Assert.Equal("suspended", await learner.ObligationAsync());
        var found = await CaseAsync(learner);
        Assert.Equal("2026-04-01", found.Part("obligation").Text("suspendedUntil"));
        Assert.Equal("pending", await shared.Api.ComplianceAsync("permitNumber", learner.Person.PermitNumber));
        Assert.Contains((await learner.PersonIdAsync(), "suspended"), await ListedAsync("status=suspended"));
    }

    [Theory]
    [InlineData("postponements", """{ "ground": "illness", "evidence": "x", "from": "2026-06-01", "to": "2026-06-30" }""", "termNotRunning")]
    [InlineData("exemptions", """{ "code": "aged65", "evidence": "x" }""", "exemptionAgeNotReached")]
    [InlineData("exemption-withdrawals", """{ "reason": "x" }""", "notExempted")]
    [InlineData("breach-confirmations", """{ "reason": "x" }""", "notBreached")]
    [InlineData("letter-receipts", """{ "letterId": "{0}-1", "receivedOn": "2026-03-02", "evidence": "x" }""", "letterNotPosted")]
    [InlineData("letters", """{ "letterId": "{0}-1", "reason": "x" }""", "letterNotReturned")]
    [InlineData("activation-codes", null, "accountAlreadyBound")]
    public async Task What_makes_no_sense_is_refused_by_its_rule_and_leaves_nothing(string act, string? body, string code)
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var before = await learner.EverythingAsync();

        (await ActAsync(learner, act, body is null ? null : JsonNode.Parse(body.Replace("{0}", await learner.PersonIdAsync(), StringComparison.Ordinal)))).Problem(HttpStatusCode.Conflict, "inburgering:" + code);

        Assert.Equal(before, await learner.EverythingAsync());
    }

    [Theory]
    [InlineData("postponements", """{ "ground": "holiday", "evidence": "x", "from": "2026-06-01", "to": "2026-06-30" }""", "ground")]
    [InlineData("postponements", """{ "ground": "illness", "evidence": "x", "from": "2026-06-30", "to": "2026-06-01" }""", "to")]
    [InlineData("exemptions", """{ "code": "tired", "evidence": "x" }""", "code")]
    [InlineData("letter-receipts", """{ "letterId": "somebody-1", "receivedOn": "2026-03-02", "evidence": "x" }""", "letterId")]
    public async Task A_field_that_the_policy_or_the_case_does_not_know_is_named(string act, string body, string field) =>
        Assert.Equal([field], (await ActAsync(await Learner.InGhentAsync(shared.App), act, JsonNode.Parse(body))).WrongFields());

    [Fact]
    public async Task An_exemption_lifts_the_duty_and_its_withdrawal_brings_it_back()
    {
        var learner = await RunningAsync("eBox", delivered: "2026-03-02");

        var granted = (await ActAsync(learner, "exemptions", new JsonObject { ["code"] = "seriousIllness", ["evidence"] = "Attest." })).With(HttpStatusCode.Created).Json;
        Assert.Equal(("exempted", "seriousIllness"), (granted.Text("status"), granted.Text("code")));
        Assert.Equal("exempted", await learner.ObligationAsync());
        Assert.Equal("notApplicable", await shared.Api.ComplianceAsync("permitNumber", learner.Person.PermitNumber));
        Assert.Equal("Ernstige ziekte of handicap", (await CaseAsync(learner)).Part("exemption").Text("codeName"));

        var back = (await ActAsync(learner, "exemption-withdrawals", new JsonObject { ["reason"] = "Of somebody else." })).With(HttpStatusCode.Created).Json;
        Assert.Equal("2026-09-03", back.Text("deadlineOn"));
        Assert.Equal("pending", await shared.Api.ComplianceAsync("permitNumber", learner.Person.PermitNumber));
    }

    [Fact]
    public async Task A_returned_letter_comes_to_the_officers_queue_and_is_sent_again_as_a_new_one()
    {
        var learner = await RunningAsync();
        var (personId, letterId) = (await learner.PersonIdAsync(), (await learner.LetterAsync()).Text("letterId"));
        await shared.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Returned(letterId, "2026-03-02", 2));
        await learner.ObligationBecomesAsync("letterPending");
        Assert.Contains((personId, "letterPending"), await ListedAsync("toDo=returnedLetter"));
        Assert.Equal(["returnedLetter"], (await CaseAsync(learner)).Texts("toDo"));

        var again = (await ActAsync(learner, "letters", new JsonObject { ["letterId"] = letterId, ["reason"] = "New box number." })).With(HttpStatusCode.Created).Json;

        Assert.Equal((letterId, $"{personId}-2"), (again.Text("replaces"), again.Text("letterId")));
        Assert.Equal($"{personId}-2", (await learner.LetterAsync()).Text("letterId") is var sent && sent == letterId ? (await SoonSentAsync(personId, 2)).Text("letterId") : sent);
        Assert.DoesNotContain((personId, "letterPending"), await ListedAsync("toDo=returnedLetter"));
        (await ActAsync(learner, "letters", new JsonObject { ["letterId"] = letterId, ["reason"] = "Again." })).Problem(HttpStatusCode.Conflict, "inburgering:letterReplaced");

        // The new letter sets the term, the old one no more.
        await shared.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Delivered(letterId, "2026-03-02", 3));
        Assert.Equal("letterPending", await learner.ObligationAsync());
        await shared.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Posted($"{personId}-2"));
        await learner.ObligationBecomesAsync("running");
    }

    [Fact]
    public async Task A_proof_of_receipt_goes_before_what_is_presumed_and_never_makes_the_deadline_earlier()
    {
        var learner = await RunningAsync("registeredWithReceipt", delivered: "2026-03-02");
        Assert.Equal("2026-09-03", (await learner.MeAsync()).Part("obligation").Text("deadlineOn"));
        var letterId = (await learner.LetterAsync()).Text("letterId");

        (await ActAsync(learner, "letter-receipts", Receipt(letterId, "2026-03-02"))).Problem(HttpStatusCode.Conflict, "inburgering:deadlineWouldComeEarlier");
        (await ActAsync(learner, "letter-receipts", Receipt(letterId, "2026-03-01"))).Problem(HttpStatusCode.Conflict, "inburgering:receiptBeforePosting");
        Assert.Equal(["receivedOn"], (await ActAsync(learner, "letter-receipts", Receipt(letterId, "2026-03-20"))).WrongFields());

        await shared.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Returned(letterId, "2026-03-02", 3));
        await learner.ObligationBecomesAsync("letterPending");
        var taken = (await ActAsync(learner, "letter-receipts", Receipt(letterId, "2026-03-02"))).With(HttpStatusCode.Created).Json;

        Assert.Equal(("running", "2026-09-02"), (taken.Text("status"), taken.Text("deadlineOn")));
        Assert.Contains("Een dossierbehandelaar nam het bewijs aan", (await CaseAsync(learner)).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain((await learner.PersonIdAsync(), "running"), await ListedAsync("toDo=returnedLetter"));
    }

    [Fact]
    public async Task Interest_in_the_voluntary_trajectory_is_recorded_and_referred_once()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var personId = await learner.PersonIdAsync();

        (await ActAsync(learner, "voluntary-trajectory", new JsonObject { ["note"] = "Dutch in the evening." })).With(HttpStatusCode.Created);
        Assert.Equal("2026-03-02", (await ActAsync(learner, "voluntary-trajectory", null)).With(HttpStatusCode.Created).Json.Text("interestedOn"));

        var referral = await shared.Messages.SoonSentAsync("agencies", "referral.made", made => made.Text("personId") == personId && made.Text("reason") == "voluntaryTrajectory");
        Assert.Equal("amal", referral.Text("agency"));
        Assert.Equal("Dutch in the evening.", (await CaseAsync(learner)).Part("voluntaryTrajectory").Text("note"));
    }

    [Fact]
    public async Task A_new_activation_code_goes_to_the_person_and_the_officer_never_sees_it()
    {
        var person = Person.Invent();
        await shared.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(person));
        var first = await Learner.InvitationCodeAsync(shared.App, person);
        var officer = await shared.Api.OfficerAsync("agii");
        var personId = (await shared.Api.PostAsync("/api/v1/cases/query", new JsonObject { ["permitNumber"] = person.PermitNumber }, officer)).Items.Single().Text("personId");

        var reply = (await shared.Api.PostAsync($"/api/v1/cases/{personId}/activation-codes", null, officer)).With(HttpStatusCode.Created);

        var second = await shared.Messages.SoonSentAsync("notifications", "invitation.requested", sent => sent.Text("email") == person.Email && sent.Text("activationCode") != first);
        Assert.DoesNotContain(second.Text("activationCode"), reply.Text, StringComparison.Ordinal);
        await Learner.ActivateAsync(shared.App, person, second.Text("activationCode"));
    }

    [Fact]
    public async Task An_act_on_a_case_that_has_changed_since_it_was_read_is_refused_and_a_look_is_no_change()
    {
        var learner = await RunningAsync();
        var path = "/api/v1/cases/" + await learner.PersonIdAsync();
        var officer = await shared.Api.OfficerAsync("amal");
        var seen = (await shared.Api.GetAsync(path, officer)).Headers.ETag!.ToString();
        Assert.Equal(seen, (await shared.Api.GetAsync(path, officer)).Headers.ETag!.ToString());
        await learner.GoThroughAsync("basis");

        (await shared.Api.PostAsync(path + "/postponements", Postponement("2026-06-01", "2026-06-30"), officer, ("If-Match", seen))).With(HttpStatusCode.Created);
        (await shared.Api.PostAsync(path + "/postponements", Postponement("2026-07-01", "2026-07-31"), officer, ("If-Match", seen))).Problem(HttpStatusCode.PreconditionFailed, "inburgering:caseChanged");

        Assert.Single((await CaseAsync(learner))["postponements"]!.AsArray());
    }

    [Fact]
    public async Task The_same_key_and_body_answer_the_same_and_another_body_is_refused()
    {
        var learner = await RunningAsync();
        var path = $"/api/v1/cases/{await learner.PersonIdAsync()}/postponements";
        var officer = await shared.Api.OfficerAsync("amal");

        var first = (await shared.Api.PostAsync(path, Postponement("2026-06-01", "2026-06-30"), officer, ("Idempotency-Key", "act-1"))).With(HttpStatusCode.Created);
        (await ActAsync(learner, "postponements", Postponement("2026-07-01", "2026-07-31"))).With(HttpStatusCode.Created);
        var again = (await shared.Api.PostAsync(path, Postponement("2026-06-01", "2026-06-30"), officer, ("Idempotency-Key", "act-1"))).With(HttpStatusCode.Created);

        Assert.Equal((first.Text, first.Headers.Location), (again.Text, again.Headers.Location));
        (await shared.Api.PostAsync(path, Postponement("2026-08-01", "2026-08-31"), officer, ("Idempotency-Key", "act-1"))).Problem(HttpStatusCode.Conflict, "inburgering:idempotencyKeyReused");
        Assert.Equal(2, (await CaseAsync(learner))["postponements"]!.AsArray().Count);

        // Another officer's key of the same name is another key.
        var colleague = await shared.Api.TokenAsync("case-officer", "colleague", "amal");
        (await shared.Api.PostAsync(path, Postponement("2026-08-01", "2026-08-31"), colleague, ("Idempotency-Key", "act-1"))).With(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_works_for_learners_too_and_one_that_is_none_is_named()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var body = new JsonObject { ["concerns"] = "contact", ["statement"] = "Another address." };

        var first = (await shared.Api.PostAsync("/api/v1/me/rectification-requests", body, learner.Token, ("Idempotency-Key", "k"))).With(HttpStatusCode.Created);
        Assert.Equal(first.Text, (await shared.Api.PostAsync("/api/v1/me/rectification-requests", body.DeepClone(), learner.Token, ("Idempotency-Key", "k"))).With(HttpStatusCode.Created).Text);
        body["statement"] = "Yet another.";
        (await shared.Api.PostAsync("/api/v1/me/rectification-requests", body.DeepClone(), learner.Token, ("Idempotency-Key", "k"))).Problem(HttpStatusCode.Conflict, "inburgering:idempotencyKeyReused");
        Assert.Equal(["Idempotency-Key"], (await shared.Api.PostAsync("/api/v1/me/rectification-requests", body.DeepClone(), learner.Token, ("Idempotency-Key", new string('k', 129)))).WrongFields());
    }

    [Fact]
    public async Task The_same_act_by_the_same_key_at_the_same_time_is_done_once_and_answered_the_same()
    {
        var person = Person.Invent();
        await shared.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(person));
        await Learner.InvitationCodeAsync(shared.App, person);
        var officer = await shared.Api.OfficerAsync("agii");
        var personId = (await shared.Api.PostAsync("/api/v1/cases/query", new JsonObject { ["permitNumber"] = person.PermitNumber }, officer)).Items.Single().Text("personId");

        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shared.Api.PostAsync($"/api/v1/cases/{personId}/activation-codes", null, officer, ("Idempotency-Key", "once"))));

        Assert.Equal(replies[0].With(HttpStatusCode.Created).Text, Assert.Single(replies.Select(reply => reply.With(HttpStatusCode.Created).Text).Distinct()));
        var found = (await shared.Api.GetAsync("/api/v1/cases/" + personId, officer)).With(HttpStatusCode.OK).Json;
        Assert.Single(found["timeline"]!.AsArray(), entry => entry!.AsObject().Text("action") == "activationCodeReissued");
    }

    [Fact]
    public async Task A_request_for_correction_waits_in_the_officers_list_and_its_answer_is_read_by_the_person()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var personId = await learner.PersonIdAsync();
        var asked = (await shared.Api.PostAsync("/api/v1/me/rectification-requests", new JsonObject { ["concerns"] = "residence", ["statement"] = "Number 14." }, learner.Token)).With(HttpStatusCode.Created).Json;
        Assert.Equal(["rectificationRequest"], (await CaseAsync(learner)).Texts("toDo"));
        var answer = new JsonObject { ["requestId"] = asked.Text("requestId"), ["outcome"] = "referredToSource", ["answer"] = "Please tell the population office." };

        var answered = (await ActAsync(learner, "rectification-answers", answer)).With(HttpStatusCode.Created).Json;

        Assert.Equal(("referredToSource", "Please tell the population office."), (answered.Text("outcome"), answered.Text("answer")));
        Assert.False((await CaseAsync(learner)).Texts("toDo").Any());
        var held = (await shared.Api.GetAsync("/api/v1/me/data", learner.Token, "application/json")).With(HttpStatusCode.OK).Json;
        Assert.Equal("Please tell the population office.", held["rectificationRequests"]![0]!["answer"]!.AsObject().Text("words"));
        var sent = await shared.Messages.SoonSentAsync("letters", "letter.requested", letter => letter.Text("personId") == personId && letter.OptionalText("act") == "rectificationAnswer");
        Assert.Equal("confirmation", sent.Text("kind"));
        answer["answer"] = "Otherwise.";
        (await ActAsync(learner, "rectification-answers", answer)).Problem(HttpStatusCode.Conflict, "inburgering:requestAnswered");
    }

    [Fact]
    public void Every_operation_that_takes_a_key_is_one_that_creates() => Assert.Equal(
        OpenApi.Operations.Where(operation => operation.Definition.ToJsonString().Contains("#/components/parameters/IdempotencyKey", StringComparison.Ordinal)).Select(operation => operation.Id).Order(StringComparer.Ordinal),
        Http.FunctionAccess.Table.Where(row => row.Value.Creates).Select(row => row.Key).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_letter_of_the_case_is_read_and_the_look_is_audited()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var href = (await SoonAsync(learner)).Text("href");

        var reply = (await shared.Api.GetAsync(href, await shared.Api.OfficerAsync("amal"))).With(HttpStatusCode.OK);

        Assert.Equal("%PDF-"u8.ToArray(), reply.Bytes[..5]);
        Assert.Contains("letterViewed", await learner.EverythingAsync(), StringComparison.Ordinal);
        (await shared.Api.GetAsync(href, await shared.Api.OfficerAsync("atlas"))).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
    }

    private static JsonObject Postponement(string from, string to) => new() { ["ground"] = "illness", ["evidence"] = "Medical certificate.", ["from"] = from, ["to"] = to };

    private static JsonObject Receipt(string letterId, string receivedOn) => new() { ["letterId"] = letterId, ["receivedOn"] = receivedOn, ["evidence"] = "Signed for." };

    private async Task<JsonObject> SoonAsync(Learner learner) =>
        await Soon.FindAsync("letter with a document", async () => (await CaseAsync(learner))["letters"]![0]!.AsObject() is var letter && letter.ContainsKey("href") ? letter : null);

    private Task<JsonObject> SoonSentAsync(string personId, int number) =>
        shared.Messages.SoonSentAsync("letters", "letter.requested", letter => letter.Text("letterId") == FormattableString.Invariant($"{personId}-{number}"));

    /// <summary>Obliged in Ghent with a term: posted on 2 March, or delivered.</summary>
    private async Task<Learner> RunningAsync(string method = "ordinary", string? delivered = null)
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var letterId = (await learner.LetterAsync()).Text("letterId");
        await shared.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Posted(letterId, method: method));
        if (delivered is not null)
        {
            await shared.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Delivered(letterId, delivered));
        }

        await learner.ObligationBecomesAsync("running");
        return learner;
    }

    private async Task<Reply> ActAsync(Learner learner, string act, JsonNode? body) =>
        await shared.Api.PostAsync($"/api/v1/cases/{await learner.PersonIdAsync()}/{act}", body, await shared.Api.OfficerAsync("amal"));

    private async Task<JsonObject> CaseAsync(Learner learner) =>
        (await shared.Api.GetAsync("/api/v1/cases/" + await learner.PersonIdAsync(), await shared.Api.OfficerAsync("amal"))).With(HttpStatusCode.OK).Json;

    private async Task<IReadOnlyList<(string PersonId, string Status)>> ListedAsync(string query)
    {
        var listed = new List<(string, string)>();
        for (var next = "/api/v1/cases?" + query; next is not null;)
        {
            var page = (await shared.Api.GetAsync(next, await shared.Api.OfficerAsync("amal"))).With(HttpStatusCode.OK);
            listed.AddRange(page.Items.Select(item => (item.Text("personId"), item.Text("status"))));
            next = page.Json.OptionalText("next");
        }

        return listed;
    }
}
