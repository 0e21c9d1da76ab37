using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Functions.Tests.Operations;

/// <summary>What operators see and mend, each act with its line.</summary>
public sealed class OperationsTests(SharedApp shared)
{
    private const string Operations = "/api/v1/operations";

    [Fact]
    public async Task A_dead_letter_is_listed_with_its_reason_and_without_what_was_sent()
    {
        var (messageId, person) = await WrongPermitAsync();

        var reply = (await shared.Api.GetAsync($"{Operations}/dead-letters?queue={MessageDoor.Permits}&reason=invalidField", await TokenAsync())).With(HttpStatusCode.OK);

        var found = reply.Items.Single(item => item.Text("messageId") == messageId);
        Assert.Equal("invalidField", found.Text("reason"));
        Assert.Contains("category", found.Text("description"), StringComparison.Ordinal);
        Assert.DoesNotContain(person.FamilyName, reply.Text, StringComparison.Ordinal);
        Assert.Contains(await ActsAsync(), act => act.Text("action") == "deadLettersListed" && act.Text("operatorId") == "operations");
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_named() =>
        Assert.Equal(["queue"], (await shared.Api.GetAsync($"{Operations}/dead-letters?queue=nosuch", await TokenAsync())).WrongFields());

    [Fact]
    public async Task A_dry_run_says_what_would_be_sent_and_sends_nothing()
    {
        var (messageId, _) = await WrongPermitAsync();
        var number = await NumberAsync(messageId);

        var tried = (await ResubmitAsync(number, dryRun: true)).With(HttpStatusCode.OK).Json;

        Assert.Equal((1, 0), (tried["matched"]!.GetValue<int>(), tried["resubmitted"]!.GetValue<int>()));
        Assert.Equal(number, await NumberAsync(messageId));
    }

    [Fact]
    public async Task One_dead_letter_goes_to_its_queue_again_and_comes_back_where_it_is_still_wrong()
    {
        var ((first, _), (second, _)) = (await WrongPermitAsync(), await WrongPermitAsync());
        var (number, untouched) = (await NumberAsync(first), await NumberAsync(second));

        var sent = (await ResubmitAsync(number, dryRun: false)).With(HttpStatusCode.OK).Json;

        Assert.Equal(1, sent["resubmitted"]!.GetValue<int>());
        var back = await Soon.FindAsync("the dead letter of the resubmitted message", async () => (await ListAsync()).FirstOrDefault(item => item.Text("messageId") == $"{first}-{number}"));
        Assert.Equal("invalidField", back.Text("reason"));
        Assert.DoesNotContain(await ListAsync(), item => item.Text("messageId") == first);
        Assert.Equal(untouched, await NumberAsync(second));
        Assert.Contains(await ActsAsync(), act => act.Text("action") == "deadLettersResubmitted" && act.Text("reason") == "Tried in a test.");
    }

    [Fact]
    public async Task All_of_a_reason_have_their_effect_once_what_they_lacked_is_there()
    {
        // The receipt of a letter that is not there yet; its own app, so that no other test's letters go with it.
        await using var app = await shared.StartAppAsync();
        var learner = await Learner.AbroadAsync(app);
        var letterId = $"{await learner.PersonIdAsync()}-1";
        await app.Messages.SendAsync(MessageDoor.Letters, IncomingMessages.Posted(letterId));
        var token = await app.Api.TokenAsync("operator", "operations");
        await Soon.FindAsync("the dead letter", async () => (await app.Api.GetAsync($"{Operations}/dead-letters?reason=unknownLetter", token)).Items.SingleOrDefault());
        await learner.RegisterAsync();
        Assert.Equal(letterId, (await learner.LetterAsync()).Text("letterId"));

        var sent = (await app.Api.PostAsync($"{Operations}/dead-letters/resubmissions", Order(null, "unknownLetter", dryRun: false, MessageDoor.Letters), token)).With(HttpStatusCode.OK).Json;

        Assert.Equal(1, sent["resubmitted"]!.GetValue<int>());
        await learner.ObligationBecomesAsync("running");
        Assert.Empty((await app.Api.GetAsync($"{Operations}/dead-letters", token)).With(HttpStatusCode.OK).Items);
    }

    [Fact]
    public async Task A_timeline_tells_what_happened_and_not_to_whom()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var personId = await learner.PersonIdAsync();

        var reply = (await shared.Api.GetAsync($"{Operations}/people/{personId}/timeline", await TokenAsync())).With(HttpStatusCode.OK);

        Assert.Equal(("letterPending", $"obligation-{personId}", "Running"), (reply.Json.Text("obligation"), reply.Json.Part("orchestration").Text("instanceId"), reply.Json.Part("orchestration").Text("status")));
        var entries = reply.Json["entries"]!.AsArray().Select(entry => entry!.AsObject()).ToList();
        Assert.Contains(entries, entry => entry.Text("kind") == "sent" && entry.Text("what") == "be.vlaanderen.inburgering.v1.letter.requested");
        Assert.Contains(entries, entry => entry.Text("kind") == "decision" && entry.Text("what") == "timelineViewed" && entry.Text("by") == "operator");
        Assert.All(learner.Person.Identifiers, identifier => Assert.DoesNotContain(identifier, reply.Text, StringComparison.Ordinal));
        Assert.Contains("timelineViewed", await learner.EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_woken_and_the_trail_says_by_whom_and_why()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var personId = await learner.PersonIdAsync();

        (await shared.Api.PostAsync($"{Operations}/people/{personId}/wakes", new JsonObject { ["why"] = "Looked stuck." }, await TokenAsync())).With(HttpStatusCode.Accepted);

        var timeline = (await shared.Api.GetAsync($"{Operations}/people/{personId}/timeline", await TokenAsync())).With(HttpStatusCode.OK).Json;
        Assert.Contains(timeline["entries"]!.AsArray(), entry => entry!.AsObject().Text("what") == "wokenByOperator");
        await Soon.FindAsync("the end of the plan's marker", async () =>
            await shared.App.Services.GetRequiredService<PendingMarkers>().FindAsync(PendingWork.Plan, personId, TestContext.Current.CancellationToken) is null ? "gone" : null);
    }

    [Fact]
    public async Task A_lost_list_is_rebuilt_and_the_run_says_how_far_it_is()
    {
        await using var app = await shared.StartAppAsync();
        var learner = await Learner.InGhentAsync(app);
        var storage = app.Services.GetRequiredService<StorageTables>();
        await foreach (var row in storage.Cases.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: TestContext.Current.CancellationToken))
        {
            await storage.Cases.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: TestContext.Current.CancellationToken);
        }

        var officer = await app.Api.OfficerAsync("amal");
        Assert.Empty((await app.Api.GetAsync("/api/v1/cases", officer)).With(HttpStatusCode.OK).Items);

        var (tried, done) = (await RunAsync(app, "relistCases", dryRun: true), await RunAsync(app, "relistCases", dryRun: false));

        Assert.Equal(("Completed", 1L, 1L), (tried.Text("status"), tried["done"]!.GetValue<long>(), done["done"]!.GetValue<long>()));
        Assert.Equal(await learner.PersonIdAsync(), Assert.Single((await app.Api.GetAsync("/api/v1/cases", officer)).With(HttpStatusCode.OK).Items).Text("personId"));
        Assert.Contains(((await app.Api.GetAsync($"{Operations}/acts", await app.Api.TokenAsync("operator", "operations"))).With(HttpStatusCode.OK)).Items, act => act.Text("action") == "runStarted");
    }

    [Fact]
    public async Task What_was_sent_about_a_period_is_sent_again_as_the_same_event()
    {
        await using var app = await shared.StartAppAsync();
        var learner = await Learner.InGhentAsync(app);
        await learner.PassAllAsync();
        var before = (await app.Messages.SentAsync("letters")).ToList();

        await RunAsync(app, "replayEvents", dryRun: false, "2026-03-02", "2026-03-02");
        var after = await Soon.FindAsync("the replayed letters", async () => (await app.Messages.SentAsync("letters")) is var sent && sent.Count > before.Count ? sent : null);

        Assert.Equal(2 * before.Count, after.Count);
        Assert.Equal(before.Select(message => message.Part("body").Text("id")).Order(), after.Skip(before.Count).Select(message => message.Part("body").Text("id")).Order());
        Assert.All(after.Skip(before.Count), message => Assert.False(message.Part("body").Part("data").ContainsKey("activationCode")));
        Assert.Single(await app.Messages.SentDataAsync("notifications", "invitation.requested"));

        var none = await RunAsync(app, "replayEvents", dryRun: true, "2026-02-01", "2026-03-01");
        Assert.Equal(0L, none["done"]!.GetValue<long>());
    }

    [Fact]
    public async Task Everybody_whose_matter_is_open_is_marked_to_be_planned_again()
    {
        await using var app = await shared.StartAppAsync();
        await Learner.InGhentAsync(app);
        await Learner.AbroadAsync(app);

        var run = await RunAsync(app, "wakeEverybody", dryRun: false);

        Assert.Equal((2L, 1L), (run["read"]!.GetValue<long>(), run["done"]!.GetValue<long>()));
    }

    [Theory]
    [InlineData("""{ "kind": "replayEvents", "dryRun": true, "why": "x" }""", "from")]
    [InlineData("""{ "kind": "relistCases", "dryRun": true, "why": "x", "from": "2026-03-02" }""", "from")]
    [InlineData("""{ "kind": "replayEvents", "dryRun": true, "why": "x", "from": "2026-03-02", "until": "2026-03-01" }""", "until")]
    [InlineData("""{ "kind": "replayEvents", "dryRun": true, "why": "x", "from": "2026-03-02", "until": "2026-03-02", "type": "be.vlaanderen.inburgering.v1.invitation.requested" }""", "type")]
    public async Task A_run_that_makes_no_sense_is_refused_by_its_field(string body, string field) =>
        Assert.Contains(field, (await shared.Api.PostAsync($"{Operations}/runs", JsonNode.Parse(body), await TokenAsync())).WrongFields());

    [Fact]
    public async Task The_smoke_test_of_a_deployment_finds_a_running_app_well_and_a_missing_one_not()
    {
        Assert.Equal((0, true), await SmokeAsync(new Uri(shared.App.Address, "api")));
        Assert.Equal((1, false), await SmokeAsync(new Uri(shared.App.Address, "nothing-here")));
    }

    private static async Task<(int ExitCode, bool IsWell)> SmokeAsync(Uri api)
    {
        using var smoke = Process.Start(new ProcessStartInfo(Path.Combine(Contract.Repository.Root, "infra", "smoke"), [api.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SMOKE_TRIES"] = "1" },
        })!;
        var output = await smoke.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await smoke.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (smoke.ExitCode, output.EndsWith("The app is well.\n", StringComparison.Ordinal));
    }

    private static async Task<JsonObject> RunAsync(RunningApp app, string kind, bool dryRun, string? from = null, string? until = null)
    {
        var token = await app.Api.TokenAsync("operator", "operations");
        var order = new JsonObject { ["kind"] = kind, ["dryRun"] = dryRun, ["why"] = "Tried in a test." };
        if (from is not null)
        {
            (order["from"], order["until"]) = (from, until);
        }

        var runId = (await app.Api.PostAsync($"{Operations}/runs", order, token)).With(HttpStatusCode.Accepted).Json.Text("runId");
        return await Soon.FindAsync($"the end of run {runId}", async () =>
            (await app.Api.GetAsync($"{Operations}/runs", token)).With(HttpStatusCode.OK).Items.SingleOrDefault(run => run.Text("runId") == runId && run.Text("status") == "Completed"));
    }

    private static JsonObject Order(long? number, string? reason, bool dryRun, string queue = MessageDoor.Permits)
    {
        var order = new JsonObject { ["queue"] = queue, ["dryRun"] = dryRun, ["why"] = "Tried in a test." };
        if (number is not null)
        {
            order["sequenceNumber"] = number;
        }

        if (reason is not null)
        {
            order["reason"] = reason;
        }

        return order;
    }

    private async Task<Reply> ResubmitAsync(long number, bool dryRun) =>
        await shared.Api.PostAsync($"{Operations}/dead-letters/resubmissions", Order(number, null, dryRun), await TokenAsync());

    private async Task<(string MessageId, Person Person)> WrongPermitAsync()
    {
        var person = Person.Invent();
        var wrong = IncomingMessages.Granted(person);
        wrong["data"]!["category"] = "noSuchCategory";
        var messageId = await shared.Messages.SendAsync(MessageDoor.Permits, wrong);
        Assert.NotNull(await shared.Messages.OutcomeAsync(MessageDoor.Permits, messageId));
        return (messageId, person);
    }

    private async Task<IReadOnlyList<JsonObject>> ListAsync() => (await shared.Api.GetAsync($"{Operations}/dead-letters?queue={MessageDoor.Permits}", await TokenAsync())).With(HttpStatusCode.OK).Items;

    private async Task<long> NumberAsync(string messageId) => (await ListAsync()).Single(item => item.Text("messageId") == messageId)["sequenceNumber"]!.GetValue<long>();

    private async Task<IReadOnlyList<JsonObject>> ActsAsync() => (await shared.Api.GetAsync($"{Operations}/acts", await TokenAsync())).With(HttpStatusCode.OK).Items;

    private Task<string> TokenAsync() => shared.Api.TokenAsync("operator", "operations");
}
