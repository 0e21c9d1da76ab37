using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>The language of a module is the learner's choice, module by module.</summary>
public sealed class LanguageTests(SharedApp shared)
{
    [Fact]
    public async Task A_choice_holds_for_reading_and_tests_of_that_module_on_every_device_and_the_query_goes_before_it()
    {
        var learner = await Learner.AbroadAsync(shared.App);

        var chosen = (await ChooseAsync(learner, "basis", "tr")).With(HttpStatusCode.OK).Json;
        await ChooseAsync(learner, "basis", "tr");

        Assert.Equal(("basis", "tr"), (chosen.Text("moduleId"), chosen.Text("language")));
        Assert.Equal("tr", await LanguageAsync(learner, "basis", acceptLanguage: "fr"));
        Assert.Equal("ar", await LanguageAsync(learner, "basis", "?language=ar"));
        Assert.Equal("en", await LanguageAsync(learner, "rights-duties"));
        Assert.Equal(("tr", "notStarted"), ((await learner.ProgressAsync("basis")).Text("language"), (await learner.ProgressAsync("basis")).Text("status")));
        Assert.Equal("tr", (await learner.OpenAttemptAsync()).Text("language"));
        Assert.Single(JsonNode.Parse(await learner.EverythingAsync())!["audit"]!.AsArray(), line => line!["action"]!.ToString() == "languageChosen");

        await ChooseAsync(learner, "basis", "fr");
        Assert.Equal("tr", (await learner.StartAsync("basis")).With(HttpStatusCode.OK).Json.Text("language"));
    }

    [Fact]
    public async Task A_list_in_several_languages_names_all_of_them()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        await ChooseAsync(learner, "basis", "tr");

        var reply = (await shared.Api.GetAsync("/api/v1/modules", learner.Token)).With(HttpStatusCode.OK);

        Assert.Equal(["tr", "en"], reply.ContentHeaders.ContentLanguage);
        Assert.Equal("tr", reply.Items[0].Text("language"));
    }

    [Theory]
    [InlineData("taxation", "tr")]
    [InlineData("basis", "xx")]
    public async Task A_language_that_the_module_lacks_is_refused_with_those_it_has(string moduleId, string language)
    {
        var reply = await ChooseAsync(await Learner.AbroadAsync(shared.App), moduleId, language);

        Assert.Equal(["language"], reply.WrongFields());
        Assert.Contains("en, ", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_module_that_is_not_there_has_no_language() =>
        (await ChooseAsync(await Learner.AbroadAsync(shared.App), "no-such-module", "en")).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");

    [Fact]
    public async Task A_language_of_the_query_that_is_none_is_refused_before_a_test_is_started()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        await learner.GoThroughAsync("basis");

        Assert.Equal(["language"], (await shared.Api.PostAsync("/api/v1/me/modules/basis/attempts?language=turkish", null, learner.Token)).WrongFields());
        Assert.False((await learner.ProgressAsync("basis")).ContainsKey("openAttemptId"));
    }

    [Theory]
    [InlineData("tr", "Serbest çalışıyorsunuz.")]
    [InlineData("pl", "You work as a self-employed person.")]
    public async Task Focus_modules_are_recommended_with_the_reason_in_the_persons_language_and_stay_voluntary(string language, string reason)
    {
        var person = Person.Invent();
        var message = IncomingMessages.Granted(person, category: "selfEmployed");
        message["data"]!["holder"]!["preferredLanguage"] = language;
        message["data"]!["profile"] = new JsonObject { ["sector"] = "Construction", ["selfEmployed"] = true };
        await shared.Messages.DeliverAsync(MessageDoor.Permits, message);
        var learner = await Learner.ActivateAsync(shared.App, person, await Learner.InvitationCodeAsync(shared.App, person));

        var taxation = await learner.ProgressAsync("taxation");

        Assert.False(taxation["compulsory"]!.GetValue<bool>());
        Assert.Equal([("selfEmployed", reason)], taxation["recommendedBecause"]!.AsArray().Select(because => (because!.AsObject().Text("reason"), because.AsObject().Text("text"))));
        Assert.Equal("sector", (await learner.ProgressAsync("work-floor"))["recommendedBecause"]![0]!.AsObject().Text("reason"));
        Assert.False((await learner.ProgressAsync("diploma-recognition")).ContainsKey("recommendedBecause"));
        Assert.Equal(3, (await learner.MeAsync()).Part("obligation").Texts("remainingModules").Count);
    }

    private Task<Reply> ChooseAsync(Learner learner, string moduleId, string language) =>
        shared.Api.PutAsync($"/api/v1/me/modules/{moduleId}/language", new JsonObject { ["language"] = language }, learner.Token);

    private async Task<string?> LanguageAsync(Learner learner, string moduleId, string query = "", string? acceptLanguage = null) =>
        (await shared.Api.SendAsync(HttpMethod.Get, $"/api/v1/modules/{moduleId}{query}", null, learner.Token, acceptLanguage: acceptLanguage)).With(HttpStatusCode.OK).ContentLanguage;
}
