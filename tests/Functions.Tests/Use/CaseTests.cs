using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>What a case officer sees of the people of the own agency, and of nobody else.</summary>
public sealed class CaseTests(SharedApp shared)
{
    [Fact]
    public async Task A_case_shows_what_was_decided_and_why()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        await learner.PassAsync("basis");
        await shared.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Posted((await learner.LetterAsync()).Text("letterId")));
        await learner.ObligationBecomesAsync("running");

        var found = (await GetAsync(await learner.PersonIdAsync(), "amal")).With(HttpStatusCode.OK).Json;

        Assert.Equal(
            (learner.Person.FamilyName, learner.Person.NationalNumber, "amal", "Gent"),
            (found.Text("familyName"), found.Text("nationalNumber"), found.Text("agency"), found.Part("municipality").Text("name")));
        Assert.Equal(("obliged", "workerInFlanders", "2026-1"), (found.Part("eligibility").Text("treatment"), found.Part("eligibility").Text("reason"), found.Part("eligibility").Text("policyVersion")));
        var obligation = found.Part("obligation");
        Assert.Equal("running", obligation.Text("status"));
        Assert.Equal((await learner.MeAsync()).Part("obligation").Text("deadlineOn"), obligation.Text("deadlineOn"));
        Assert.NotEmpty(obligation["derivation"]!.AsArray());
        Assert.Equal(["rights-duties", "labour-rights"], obligation.Texts("remainingModules"));
        Assert.Equal(learner.Person.PermitNumber, found["permits"]![0]!.AsObject().Text("permitNumber"));
        Assert.Equal("ordinary", found["letters"]![0]!.AsObject().Text("method"));
    }

    [Fact]
    public async Task Every_look_is_in_the_trail_with_who_looked()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var personId = await learner.PersonIdAsync();

        await GetAsync(personId, "amal");
        var looks = (await GetAsync(personId, "amal")).Json["timeline"]!.AsArray().Select(entry => entry!.AsObject()).Where(entry => entry.Text("action") == "caseViewed").ToList();

        Assert.Equal(2, looks.Count);
        Assert.All(looks, look => Assert.Equal(("case-officer", "officer"), (look.Text("actor"), look.Text("id"))));
        Assert.Contains("caseViewed", await learner.EverythingAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("atlas")]
    [InlineData("agii")]
    public async Task A_case_of_another_agency_is_not_there_and_the_try_leaves_no_look(string agency)
    {
        var learner = await Learner.InGhentAsync(shared.App);

        (await GetAsync(await learner.PersonIdAsync(), agency)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");

        Assert.DoesNotContain("caseViewed", await learner.EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobodys_case_is_not_there() => (await GetAsync("nobodyhasthisone", "amal")).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");

    [Fact]
    public async Task Before_arrival_the_case_is_AgIIs_and_on_registration_it_goes_to_the_agency_of_the_place()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var personId = await learner.PersonIdAsync();
        Assert.Equal("none", (await ListedAsync("agii", "status=none", personId))!.Text("status"));

        await learner.RegisterAsync();
        await learner.LetterAsync();

        Assert.Equal("letterPending", (await ListedAsync("amal", "", personId))!.Text("status"));
        Assert.Null(await ListedAsync("agii", "", personId));
        (await GetAsync(personId, "agii")).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
    }

    [Fact]
    public async Task The_list_follows_the_state_and_the_deadline()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var personId = await learner.PersonIdAsync();
        await shared.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Posted((await learner.LetterAsync()).Text("letterId")));
        await learner.ObligationBecomesAsync("running");
        var deadline = (await learner.MeAsync()).Part("obligation").Text("deadlineOn");

        Assert.Equal(deadline, (await ListedAsync("amal", "status=running", personId))!.Text("deadlineOn"));
        Assert.NotNull(await ListedAsync("amal", "deadlineBefore=2027-12-31", personId));
        Assert.Null(await ListedAsync("amal", "deadlineBefore=" + deadline, personId));
        Assert.Null(await ListedAsync("amal", "status=letterPending", personId));
        Assert.Null(await ListedAsync("atlas", "status=running", personId));
    }

    [Fact]
    public async Task A_long_list_comes_in_pages_without_gap_or_repeat()
    {
        await using var app = await shared.StartAppAsync();
        var people = Enumerable.Range(0, 120).Select(_ => Person.Invent()).ToList();
        await Task.WhenAll(people.Select(person => app.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(person))));
        var token = await app.Api.OfficerAsync("agii");

        var (pages, names, next) = (0, new List<string>(), "/api/v1/cases");
        while (next is not null)
        {
            var page = (await app.Api.GetAsync(next, token)).With(HttpStatusCode.OK);
            names.AddRange(page.Items.Select(item => item.Text("familyName")));
            next = page.Json.OptionalText("next");
            pages++;
        }

        Assert.Equal(3, pages);
        Assert.Equal(people.Select(person => person.FamilyName).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_case_is_found_by_number_permit_or_name_whatever_its_case_and_accents()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        var (person, personId) = (learner.Person, await learner.PersonIdAsync());

        Assert.Equal([personId], await FoundAsync("amal", new JsonObject { ["nationalNumber"] = person.NationalNumber }));
        Assert.Equal([personId], await FoundAsync("amal", new JsonObject { ["permitNumber"] = person.PermitNumber }));
        Assert.Equal([personId], await FoundAsync("amal", new JsonObject { ["familyName"] = person.FamilyName.Replace('ı', 'I').ToUpperInvariant(), ["birthDate"] = Person.Iso(person.BirthDate) }));
        Assert.Empty(await FoundAsync("amal", new JsonObject { ["familyName"] = person.FamilyName, ["birthDate"] = "1970-01-01" }));
        Assert.Empty(await FoundAsync("atlas", new JsonObject { ["nationalNumber"] = person.NationalNumber }));
    }

    [Fact]
    public async Task Whoever_is_found_by_a_search_can_see_who_searched_and_whoever_is_not_has_no_line()
    {
        var (learner, other) = (await Learner.InGhentAsync(shared.App), await Learner.InGhentAsync(shared.App));
        var query = new JsonObject { ["nationalNumber"] = learner.Person.NationalNumber };

        await FoundAsync("amal", query.DeepClone().AsObject());
        await FoundAsync("atlas", query);

        Assert.Equal("caseFound", Assert.Single((await DataAsync(learner))["looks"]!.AsArray())!.AsObject().Text("action"));
        Assert.Empty((await DataAsync(other))["looks"]!.AsArray());
        var line = (await GetAsync(await learner.PersonIdAsync(), "amal")).Json["timeline"]!.AsArray().Select(entry => entry!.AsObject()).Single(entry => entry.Text("action") == "caseFound");
        Assert.Equal(("case-officer", "officer"), (line.Text("actor"), line.Text("id")));
    }

    [Theory]
    [InlineData("status=sleeping", "status")]
    [InlineData("deadlineBefore=soon", "deadlineBefore")]
    [InlineData("from=rubbish", "from")]
    [InlineData("colour=red", "colour")]
    public async Task A_wrong_filter_is_named(string query, string field)
    {
        var reply = await shared.Api.GetAsync("/api/v1/cases?" + query, await shared.Api.OfficerAsync("amal"));

        Assert.Equal([field], reply.WrongFields());
        Assert.Equal("query", reply.Json["issues"]![0]!.AsObject().Text("in"));
    }

    [Theory]
    [InlineData("{}", "nationalNumber")]
    [InlineData("""{ "familyName": "Yılmaz" }""", "birthDate")]
    [InlineData("""{ "permitNumber": "W-1", "nationalNumber": "85073003328" }""", "nationalNumber")]
    public async Task A_search_is_by_one_thing(string body, string field) =>
        Assert.Contains(field, (await shared.Api.PostAsync("/api/v1/cases/query", JsonNode.Parse(body), await shared.Api.OfficerAsync("amal"))).WrongFields());

    private async Task<JsonObject> DataAsync(Learner learner) => (await shared.Api.GetAsync("/api/v1/me/data", learner.Token)).With(HttpStatusCode.OK).Json;

    private async Task<Reply> GetAsync(string personId, string agency) => await shared.Api.GetAsync("/api/v1/cases/" + personId, await shared.Api.OfficerAsync(agency));

    private async Task<IReadOnlyList<string>> FoundAsync(string agency, JsonObject query) =>
        [.. (await shared.Api.PostAsync("/api/v1/cases/query", query, await shared.Api.OfficerAsync(agency))).With(HttpStatusCode.OK).Items.Select(item => item.Text("personId"))];

    private async Task<JsonObject?> ListedAsync(string agency, string query, string personId)
    {
        var token = await shared.Api.OfficerAsync(agency);
        var next = "/api/v1/cases?" + query;
        while (next is not null)
        {
            var page = (await shared.Api.GetAsync(next, token)).With(HttpStatusCode.OK);
            if (page.Items.FirstOrDefault(item => item.Text("personId") == personId) is { } item)
            {
                return item;
            }

            next = page.Json.OptionalText("next");
        }

        return null;
    }
}
