using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>What a learner, DWEWIS and an operator read.</summary>
public sealed class ReadingTests(SharedApp shared)
{
    [Fact]
    public async Task The_modules_are_the_compulsory_three_in_order_and_then_the_voluntary_ones()
    {
        var learner = await Learner.AbroadAsync(shared.App);

        var reply = (await shared.Api.GetAsync("/api/v1/modules", learner.Token)).With(HttpStatusCode.OK);

        Assert.Equal(Learner.CompulsoryModules, reply.Items.Take(3).Select(module => module.Text("moduleId")));
        Assert.Equal("/api/v1/modules", reply.Json.Text("self"));
        Assert.All(reply.Items, module =>
        {
            Assert.Empty((Learner.CompulsoryModules.Contains(module.Text("moduleId")) ? new[] { "ar", "en", "fr", "nl", "tr" } : ["en", "nl"]).Except(module.Texts("languages")));
            Assert.Equal(Learner.CompulsoryModules.Contains(module.Text("moduleId")), module["compulsory"]!.GetValue<bool>());
            Assert.True(module["minutes"]!.GetValue<int>() > 0);
        });
        Assert.Equal(reply.Items.Select(module => module.Text("moduleId")), (await shared.Api.GetAsync("/api/v1/me/modules", learner.Token)).Items.Select(module => module.Text("moduleId")));
    }

    [Theory]
    [InlineData("?language=nl", null, "nl")]
    [InlineData("?language=en", "nl", "en")]
    [InlineData("?language=pl", null, "en")]
    [InlineData("", "nl-BE, en;q=0.5", "nl")]
    [InlineData("", "is, nl-BE;q=0.8, en;q=0.5", "nl")]
    [InlineData("", "nl;q=0, en;q=0.1", "en")]
    [InlineData("", "is", "en")]
    [InlineData("", null, "en")]
    public async Task Content_comes_in_the_language_asked_for_or_else_in_english(string query, string? acceptLanguage, string language)
    {
        var learner = await Learner.AbroadAsync(shared.App);

        var reply = await shared.Api.SendAsync(HttpMethod.Get, "/api/v1/modules/basis" + query, null, learner.Token, acceptLanguage: acceptLanguage);

        Assert.Equal(language, reply.With(HttpStatusCode.OK).ContentLanguage);
        Assert.Equal(language, reply.Json.Text("language"));
        Assert.Equal(language == "nl" ? "Leven in Vlaanderen" : "Living in Flanders", reply.Json.Text("title"));
    }

    [Fact]
    public async Task Who_prefers_dutch_gets_titles_content_and_tests_in_dutch_without_asking()
    {
        var person = Person.Invent();
        var message = IncomingMessages.Granted(person);
        message["data"]!["holder"]!["preferredLanguage"] = "nl";
        await shared.Messages.DeliverAsync(MessageDoor.Permits, message);
        var learner = await Learner.ActivateAsync(shared.App, person, await Learner.InvitationCodeAsync(shared.App, person));

        Assert.Equal("nl", (await shared.Api.GetAsync("/api/v1/modules/basis", learner.Token)).Json.Text("language"));
        Assert.Contains("Leven in Vlaanderen", (await shared.Api.GetAsync("/api/v1/modules", learner.Token)).Items.Select(module => module.Text("title")));
        Assert.Equal("nl", (await learner.OpenAttemptAsync()).Text("language"));
    }

    [Fact]
    public async Task Content_is_text_with_sections_in_order()
    {
        var learner = await Learner.AbroadAsync(shared.App);

        var module = (await shared.Api.GetAsync("/api/v1/modules/basis?language=en", learner.Token)).With(HttpStatusCode.OK).Json;

        Assert.Equal(["arriving-and-registering", "home-and-neighbourhood", "health-and-emergencies", "family-and-school", "money-and-papers", "getting-around", "language-and-leisure", "glossary"], module["sections"]!.AsArray().Select(section => section!.AsObject().Text("sectionId")));
        Assert.All(module["sections"]!.AsArray(), section => Assert.True(section!.AsObject().Text("markdown").Length > 500));
    }

    [Fact]
    public async Task Letters_are_there_as_they_were_sent_the_newest_first()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        await shared.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(learner.Person, version: 2, category: "seasonal"));
        var withdrawal = await learner.LetterAsync("withdrawal");

        var letters = (await shared.Api.GetAsync("/api/v1/me/letters", learner.Token)).With(HttpStatusCode.OK).Items;

        Assert.Equal(["withdrawal", "recruitment"], letters.Select(letter => letter.Text("kind")));
        Assert.Equal(withdrawal.Text("letterId"), letters[0].Text("letterId"));
        foreach (var letter in letters)
        {
            var pdf = (await shared.Api.GetAsync(letter.Text("href"), learner.Token)).With(HttpStatusCode.OK);
            Assert.Equal("application/pdf", pdf.MediaType);
            Assert.Equal("%PDF-", Encoding.ASCII.GetString(pdf.Bytes[..5]));
        }

        Assert.Equal("ended", await learner.ObligationAsync());
    }

    [Fact]
    public async Task A_letter_that_was_never_written_is_not_there()
    {
        var learner = await Learner.AbroadAsync(shared.App);

        Assert.Empty((await shared.Api.GetAsync("/api/v1/me/letters", learner.Token)).With(HttpStatusCode.OK).Items);
        (await shared.Api.GetAsync($"/api/v1/me/letters/{await learner.PersonIdAsync()}-1", learner.Token)).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
    }

    [Fact]
    public async Task Who_is_not_let_in_any_more_keeps_what_was_learnt_and_sees_no_content()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        await learner.PassAsync("basis");
        await shared.Messages.DeliverAsync(MessageDoor.Permits, IncomingMessages.Granted(learner.Person, version: 2, category: "seasonal"));

        Assert.False((await learner.MeAsync())["access"]!.GetValue<bool>());
        (await shared.Api.GetAsync("/api/v1/modules/rights-duties", learner.Token)).Problem(HttpStatusCode.Forbidden, "inburgering:accessClosed");
        (await learner.CompleteAsync("rights-duties", "the-state-and-the-law")).Problem(HttpStatusCode.Forbidden, "inburgering:accessClosed");
        (await learner.StartAsync("rights-duties")).Problem(HttpStatusCode.Forbidden, "inburgering:accessClosed");
        Assert.Equal("passed", (await learner.ProgressAsync("basis")).Text("status"));
    }

    [Fact]
    public async Task The_export_holds_everything_held_about_oneself_and_nothing_of_strangers()
    {
        var stranger = await Learner.InGhentAsync(shared.App);
        var learner = await Learner.InGhentAsync(shared.App);
        await learner.PassAsync("basis");
        var failed = await learner.OpenAttemptAsync("rights-duties");
        (await learner.SubmitAsync(failed, KnownAnswers.AllWrong(failed))).With(HttpStatusCode.OK);
        await shared.Messages.DeliverAsync(MessageDoor.Letters, IncomingMessages.Posted((await learner.LetterAsync()).Text("letterId")));
        await learner.ObligationBecomesAsync("running");

        var reply = (await shared.Api.GetAsync("/api/v1/me/data", learner.Token)).With(HttpStatusCode.OK);

        var (data, text, person) = (reply.Json, reply.Text, learner.Person);
        Assert.Equal(await learner.PersonIdAsync(), data.Text("personId"));
        string[] held =
        [
            person.GivenNames, person.FamilyName, Person.Iso(person.BirthDate), person.NationalNumber, person.PassportNumber, person.Email, person.PermitNumber, "Kerkstraat", "44021",
            (await learner.LetterAsync()).Text("letterId"), failed.Text("attemptId"), "amal", "2026-03-05",
        ];
        Assert.All(held, one => Assert.Contains(one, text, StringComparison.Ordinal));
        Assert.Equal(2, data["attempts"]!.AsArray().Count);
        Assert.Equal("running", data.Part("obligation").Text("status"));
        string[] acts = ["permitTaken", "eligibilityDecided", "invited", "accountBound", "registrationTaken", "agencyAssigned", "letterWritten", "testPassed", "testFailed", "letterPosted"];
        Assert.Superset(acts.ToHashSet(), data["audit"]!.AsArray().Select(entry => entry!.AsObject().Text("action")).ToHashSet());
        Assert.All(stranger.Person.Identifiers.Append(await stranger.PersonIdAsync()), identifier => Assert.DoesNotContain(identifier, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nationalNumber", "85073003328")]
    [InlineData("permitNumber", "W-1999-0000000")]
    [InlineData("permitNumber", "#/\\?' or 1 eq 1")]
    public async Task DWEWIS_hears_of_somebody_unknown_that_they_are_unknown(string identifier, string value) =>
        Assert.Equal("unknown", await shared.Api.ComplianceAsync(identifier, value));

    [Fact]
    public async Task DWEWIS_hears_of_the_applicant_and_never_of_the_partner_by_the_permit()
    {
        var partner = Person.Invent("IN");
        var worker = await Learner.AbroadAsync(shared.App, partner);
        Assert.Equal("notApplicable", await shared.Api.ComplianceAsync("permitNumber", worker.Person.PermitNumber));
        Assert.Equal("unknown", await shared.Api.ComplianceAsync("nationalNumber", worker.Person.NationalNumber));

        await worker.RegisterAsync();

        Assert.Equal("pending", await shared.Api.ComplianceAsync("permitNumber", worker.Person.PermitNumber));
        Assert.Equal("pending", await shared.Api.ComplianceAsync("nationalNumber", worker.Person.NationalNumber));
        await shared.Messages.DeliverAsync(MessageDoor.Registrations, IncomingMessages.Registered(partner, IncomingMessages.Brussels, "family", worker.Person.PermitNumber));
        Assert.Equal("pending", await shared.Api.ComplianceAsync("permitNumber", worker.Person.PermitNumber));
        Assert.Equal("notApplicable", await shared.Api.ComplianceAsync("nationalNumber", partner.NationalNumber));
    }

    [Fact]
    public async Task The_system_says_that_it_is_well()
    {
        var health = (await shared.Api.GetAsync("/api/health")).With(HttpStatusCode.OK).Json;

        Assert.Equal("UP", health.Text("status"));
        Assert.Equal(["blobs", "bus", "tables"], health["checks"]!.AsArray().Select(check => check!.AsObject().Text("name")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ones_own_data_come_as_a_readable_document_to_whoever_wants_one()
    {
        var learner = await Learner.InGhentAsync(shared.App);

        var document = (await shared.Api.GetAsync("/api/v1/me/data", learner.Token, "application/pdf")).With(HttpStatusCode.OK);

        Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(document.Bytes), StringComparison.Ordinal);
        Assert.Equal(learner.Person.FamilyName, (await shared.Api.GetAsync("/api/v1/me/data", learner.Token, "*/*")).With(HttpStatusCode.OK).Json.Part("person").Text("familyName"));
        (await shared.Api.GetAsync("/api/v1/me/data", learner.Token, "image/png")).With(HttpStatusCode.NotAcceptable);
    }

    [Fact]
    public async Task Who_looked_at_ones_file_is_in_ones_data_by_role_and_agency_but_not_by_name()
    {
        var learner = await Learner.InGhentAsync(shared.App);
        (await shared.Api.GetAsync($"/api/v1/cases/{await learner.PersonIdAsync()}", await shared.Api.OfficerAsync("amal"))).With(HttpStatusCode.OK);
        var dwewis = await shared.Api.TokenAsync("dwewis", "somebody-at-dwewis");
        (await shared.Api.PostAsync("/api/v1/compliance/query", new JsonObject { ["permitNumber"] = learner.Person.PermitNumber }, dwewis)).With(HttpStatusCode.OK);

        var data = (await shared.Api.GetAsync("/api/v1/me/data", learner.Token)).With(HttpStatusCode.OK).Json;

        Assert.Equal(
            ["case-officer caseViewed amal", "dwewis complianceQueried pending"],
            data["looks"]!.AsArray().Select(look => look!.AsObject()).Select(look => $"{look.Text("by")} {look.Text("action")} {look.Text("detail")}"));
        Assert.DoesNotContain("somebody-at-dwewis", data.ToJsonString(), StringComparison.Ordinal);
        Assert.All(data["audit"]!.AsArray(), line => Assert.Equal(["role"], line!["actor"]!.AsObject().Select(property => property.Key)));
    }

    [Fact]
    public async Task What_one_asks_to_be_corrected_is_read_by_the_case_officer()
    {
        var learner = await Learner.InGhentAsync(shared.App);

        var asked = (await shared.Api.PostAsync("/api/v1/me/rectification-requests", new JsonObject { ["concerns"] = "residence", ["statement"] = "Number 14." }, learner.Token)).With(HttpStatusCode.Created).Json;

        var seen = (await shared.Api.GetAsync($"/api/v1/cases/{await learner.PersonIdAsync()}", await shared.Api.OfficerAsync("amal"))).With(HttpStatusCode.OK).Json;
        Assert.Equal(asked.ToJsonString(), Assert.Single(seen["rectificationRequests"]!.AsArray())!.ToJsonString());
    }
}
