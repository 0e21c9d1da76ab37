using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;

namespace Inburgering.Functions.Tests.Lives;

/// <summary>What goes out over whole lives is what the contracts promise, and each life ends as the law says.</summary>
public sealed partial class PlayedLivesTests(PlayedLives lives) : IClassFixture<PlayedLives>
{
    [Fact]
    public async Task Every_event_that_went_out_is_as_its_schema_says()
    {
        foreach (var subscription in MessageDoor.Subscriptions)
        {
            foreach (var message in await lives.App.Messages.SentAsync(subscription))
            {
                var body = message.Part("body");
                Assert.Empty(await MessageSchemas.ErrorsAsync(body.Text("type"), body.ToJsonString()));
                Assert.Equal(body.Text("type"), message.Part("applicationProperties").Text("type"));
                Assert.Equal(body.Text("id"), message.Text("messageId"));
            }
        }
    }

    [Fact]
    public async Task Every_type_of_the_contract_went_out_and_each_subscription_got_its_own()
    {
        foreach (var (subscription, types) in AsyncApi.OfSubscription)
        {
            var got = (await lives.App.Messages.SentAsync(subscription)).Select(message => message.Part("body").Text("type")).Distinct().Order(StringComparer.Ordinal);
            Assert.Equal(types.Order(StringComparer.Ordinal), got);
        }

        Assert.Equal(AsyncApi.Outgoing.Order(StringComparer.Ordinal), AsyncApi.OfSubscription.Values.SelectMany(types => types).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Events_of_a_person_are_numbered_and_none_went_out_twice()
    {
        var all = new List<JsonObject>();
        foreach (var subscription in MessageDoor.Subscriptions)
        {
            var bodies = (await lives.App.Messages.SentAsync(subscription)).Select(message => message.Part("body")).ToList();
            Assert.Equal(bodies.Count, bodies.Select(body => body.Text("id")).Distinct().Count());
            all.AddRange(bodies);
        }

        // A late fulfilment goes to two subscriptions, and is one event.
        Assert.All(all.GroupBy(body => (body.Text("subject"), body["sequence"]!.GetValue<long>())), same => Assert.Single(same.Select(body => body.ToJsonString()).Distinct()));
    }

    [Fact]
    public async Task What_ABB_did_with_the_case_is_taken_in_once_and_shown()
    {
        var caseId = lives.Confirmation.First.Json.Text("enforcementCaseId");
        var opened = IncomingMessages.Outcome(caseId, "opened", "2026-09-08");

        await lives.App.Messages.DeliverAsync(MessageDoor.Outcomes, opened);
        await lives.App.Messages.DeliverAsync(MessageDoor.Outcomes, opened);

        await lives.Worker.SignInAgainAsync();
        var held = (await lives.App.Api.GetAsync("/api/v1/me/data", lives.Worker.Token)).With(HttpStatusCode.OK).Json;
        Assert.Equal("opened", Assert.Single(held.Part("enforcement")["outcomes"]!.AsArray())!["content"]!.AsObject().Text("outcome"));
    }

    [Fact]
    public async Task Whoever_passed_before_arrival_gets_a_confirmation_and_no_deadline()
    {
        Assert.Equal(["confirmation"], await LettersAsync(lives.Early));
        var obligation = (await lives.Early.MeAsync()).Part("obligation");
        Assert.Equal("fulfilled", obligation.Text("status"));
        Assert.False(obligation.ContainsKey("deadlineOn"));
    }

    [Fact]
    public async Task Whoever_lets_the_deadline_pass_is_reminded_three_times_and_breaches_it()
    {
        Assert.Equal(["recruitment"], await LettersAsync(lives.Worker));
        var personId = await lives.Worker.PersonIdAsync();
        var reminders = (await lives.App.Messages.SentDataAsync("notifications", "reminder.requested")).Where(sent => sent.Text("personId") == personId).ToList();
        Assert.Equal([PlayedLives.DeadlineOn, PlayedLives.DeadlineOn, PlayedLives.DeadlineOn], reminders.Select(reminder => reminder.Text("deadlineOn")));
        Assert.All(reminders, reminder => Assert.Equal(Learner.CompulsoryModules, reminder.Texts("remainingModules")));
        var breach = Assert.Single(await lives.App.Messages.SentDataAsync("agencies", "obligation.breached"), sent => sent.Text("personId") == personId);
        Assert.Equal(("atlas", PlayedLives.DeadlineOn), (breach.Text("agency"), breach.Text("deadlineOn")));
    }

    [Fact]
    public async Task A_confirmed_breach_makes_one_dossier_whose_repeat_is_the_first_again()
    {
        var (first, again) = lives.Confirmation;
        var confirmation = first.With(HttpStatusCode.Created).Json;
        Assert.Equal(first.Text, again.With(HttpStatusCode.Created).Text);
        Assert.Equal("No ground for postponement is known.", confirmation.Text("reason"));

        var referral = Assert.Single(await lives.App.Messages.SentDataAsync("enforcement", "enforcement.referred"));
        Assert.Equal(confirmation.Text("enforcementCaseId"), referral.Text("enforcementCaseId"));
        var dossier = await DocumentAsync(referral.Text("dossierUrl"));
        Assert.Equal(referral.Text("dossierSha256"), Convert.ToHexStringLower(SHA256.HashData(dossier.Bytes)));
    }

    [Fact]
    public async Task DWEWIS_hears_pending_until_a_human_confirmed_then_not_fulfilled_then_fulfilled()
    {
        Assert.Equal(["pending", "notFulfilled", "fulfilled"], lives.Heard);
        var told = (await lives.App.Messages.SentDataAsync("dwewis", "compliance.changed")).Where(sent => sent.OptionalText("nationalNumber") == lives.Worker.Person.NationalNumber);
        Assert.Equal(["pending", "notFulfilled", "fulfilled"], told.Select(sent => sent.Text("status")));
    }

    [Fact]
    public async Task Passing_late_ends_it_and_ABB_hears_of_it_where_it_has_the_dossier()
    {
        foreach (var learner in new[] { lives.Worker, lives.Late })
        {
            var obligation = (await learner.MeAsync()).Part("obligation");
            Assert.Equal(("fulfilledLate", PlayedLives.DeadlineOn), (obligation.Text("status"), obligation.Text("deadlineOn")));
            Assert.Empty(obligation.Texts("remainingModules"));
        }

        var heard = Assert.Single(await lives.App.Messages.SentDataAsync("enforcement", "obligation.fulfilled"));
        Assert.Equal(await lives.Worker.PersonIdAsync(), heard.Text("personId"));
        Assert.True(heard["late"]!.GetValue<bool>());
        var late = await lives.Late.PersonIdAsync();
        Assert.Single(await lives.App.Messages.SentDataAsync("agencies", "obligation.fulfilled"), sent => sent.Text("personId") == late);
    }

    [Fact]
    public async Task A_breach_that_was_made_good_can_not_be_confirmed_any_more()
    {
        var officer = await lives.App.Api.FreshTokenAsync("case-officer", "officer-of-amal", "amal");

        var reply = await lives.App.Api.PostAsync($"/api/v1/cases/{await lives.Late.PersonIdAsync()}/breach-confirmations", new JsonObject { ["reason"] = "Late." }, officer);

        reply.Problem(HttpStatusCode.Conflict, "inburgering:notBreached");
    }

    [Fact]
    public async Task The_partner_who_passed_in_time_is_untouched()
    {
        Assert.Equal("fulfilled", (await lives.Partner.MeAsync()).Part("obligation").Text("status"));
        Assert.Equal(["recruitment"], await LettersAsync(lives.Partner));
        var personId = await lives.Partner.PersonIdAsync();
        Assert.DoesNotContain(await lives.App.Messages.SentDataAsync("notifications", "reminder.requested"), sent => sent.Text("personId") == personId);
        var fulfilled = Assert.Single(await lives.App.Messages.SentDataAsync("agencies", "obligation.fulfilled"), sent => sent.Text("personId") == personId);
        Assert.False(fulfilled["late"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_stay_that_turns_out_to_be_temporary_ends_it_with_a_withdrawal()
    {
        Assert.Equal(["withdrawal", "recruitment"], await LettersAsync(lives.Seasonal));
        var obligation = (await lives.Seasonal.MeAsync()).Part("obligation");
        Assert.Equal(("ended", "statusChanged"), (obligation.Text("status"), obligation.Text("endedReason")));
    }

    [Fact]
    public async Task Whoever_settles_in_Brussels_is_encouraged_and_not_obliged()
    {
        Assert.Equal(["encouragement"], await LettersAsync(lives.Brussels));
        var me = await lives.Brussels.MeAsync();
        Assert.Equal(("brussels", "none"), (me.Text("region"), me.Part("obligation").Text("status")));
        Assert.True(me["access"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Every_letter_is_a_pdf_where_its_event_says()
    {
        var letters = (await lives.App.Messages.SentDataAsync("letters", "letter.requested")).ToList();

        Assert.Equal(["confirmation", "encouragement", "recruitment", "withdrawal"], letters.Select(letter => letter.Text("kind")).Distinct().Order(StringComparer.Ordinal));
        foreach (var letter in letters)
        {
            var document = await DocumentAsync(letter.Text("documentUrl"));
            Assert.Equal("application/pdf", document.MediaType);
        }
    }

    /// <summary>Each answer is held against openapi.yaml as it comes (<see cref="OpenApi.CheckAsync"/>); here, that none was left out.</summary>
    [Fact]
    public async Task Every_success_that_the_contract_promises_was_met_and_kept_to_it()
    {
        var (api, worker) = (lives.App.Api, lives.Worker);
        var letter = (await api.GetAsync("/api/v1/me/letters", worker.Token)).Items[0];
        var code = (await worker.MeAsync()).Part("certificate").Text("verificationCode");
        string[] reads = [letter.Text("href"), "/api/v1/me/data", "/api/v1/modules", "/api/v1/me/modules", "/api/v1/me/certificate", $"/api/v1/certificates/{code}", "/api/health"];
        foreach (var path in reads)
        {
            (await api.GetAsync(path, worker.Token)).With(HttpStatusCode.OK);
        }

        (await api.PostAsync("/api/v1/me/partners", lives.Partner.Person.AsPartner(), worker.Token)).With(HttpStatusCode.Created);
        var open = await lives.Brussels.OpenAttemptAsync();
        (await lives.Brussels.StartAsync("basis")).With(HttpStatusCode.OK);
        (await lives.Brussels.SaveAsync(open, KnownAnswers.AllRight(open))).With(HttpStatusCode.NoContent);

        var minor = Person.Invent() with { BirthDate = new DateOnly(2008, 6, 15) };
        await lives.App.Messages.DeliverAsync(MessageDoor.Registrations, IncomingMessages.Registered(minor, IncomingMessages.Antwerp));
        var officer = await api.FreshTokenAsync("case-officer", "officer-of-atlas", "atlas");
        var review = (await api.PostAsync("/api/v1/cases/query", new JsonObject { ["nationalNumber"] = minor.NationalNumber }, officer)).With(HttpStatusCode.OK).Items.Single().Text("personId");
        (await api.PostAsync($"/api/v1/cases/{review}/adulthood-reviews", new JsonObject { ["obliged"] = false, ["reason"] = "Is at school." }, officer)).With(HttpStatusCode.Created);
        await OperateAsync(await worker.PersonIdAsync());

        var promised = OpenApi.Operations.SelectMany(operation => operation.Definition.Part("responses").Where(response => response.Key.StartsWith('2')).Select(response => $"{operation.Id} {response.Key}"));
        Assert.Equal(MetElsewhere.Order(StringComparer.Ordinal), promised.Except(api.Met).Order(StringComparer.Ordinal));
    }

    /// <summary>What these lives don't come to, and CaseActTests, EnforcementCaseTests and MatchTests do, through the same check.</summary>
    private static readonly string[] MetElsewhere =
    [
        "PostponeTerm 201", "ExemptPerson 201", "WithdrawExemption 201", "ProveReceipt 201", "SendLetterAgain 201", "RecordTrajectoryInterest 201",
        "ReissueActivationCode 201", "GetCaseLetter 200", "PreviewDossier 200", "ListEnforcementCases 200", "GetEnforcementCase 200", "GetDossier 200", "ReportOutcome 201",
        "ListMatchCandidates 200", "DecideMatchCandidate 200", "AnswerRectification 201",
    ];

    private async Task OperateAsync(string personId)
    {
        const string operations = "/api/v1/operations";
        var (api, token) = (lives.App.Api, await lives.App.Api.FreshTokenAsync("operator", "operator"));
        var why = new JsonObject { ["why"] = "Looked stuck." };
        (await api.PostAsync($"{operations}/people/{personId}/wakes", why, token)).With(HttpStatusCode.Accepted);
        (await api.PostAsync($"{operations}/runs", new JsonObject { ["kind"] = "relistCases", ["dryRun"] = true, ["why"] = "A try." }, token)).With(HttpStatusCode.Accepted);
        (await api.PostAsync($"{operations}/dead-letters/resubmissions", new JsonObject { ["queue"] = MessageDoor.Permits, ["reason"] = "invalidField", ["dryRun"] = true, ["why"] = "A try." }, token)).With(HttpStatusCode.OK);
        foreach (var path in (string[])[$"people/{personId}/timeline", "dead-letters", "runs", "acts"])
        {
            (await api.GetAsync($"{operations}/{path}", token)).With(HttpStatusCode.OK);
        }
    }

    private static async Task<IEnumerable<string>> LettersAsync(Learner learner) =>
        (await learner.Api.GetAsync("/api/v1/me/letters", learner.Token)).With(HttpStatusCode.OK).Items.Select(letter => letter.Text("kind"));

    private async Task<Reply> DocumentAsync(string url)
    {
        var address = new Uri(url);
        Assert.Empty(address.Query);

        // Azurite's account is the first part of the path.
        return (await lives.App.Api.GetAsync("/local/documents/" + string.Join('/', address.AbsolutePath.Split('/')[2..]))).With(HttpStatusCode.OK);
    }
}
