using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>What a case officer does about somebody's tests: grants extra time, and looks into one that is disputed.</summary>
public sealed class AttemptOfficerTests(SharedApp shared)
{
    [Fact]
    public async Task Extra_time_that_was_granted_is_seen_before_and_in_the_test_and_an_open_test_keeps_its_time()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var personId = await learner.PersonIdAsync();
        var officer = await shared.Api.OfficerAsync("agii");
        var before = await learner.OpenAttemptAsync();
        var asked = new JsonObject { ["extraTimePercent"] = 50, ["evidence"] = "Note of the treating doctor, seen." };

        var granted = (await shared.Api.PostAsync($"/api/v1/cases/{personId}/accommodations", asked, officer)).With(HttpStatusCode.Created);
        var again = (await shared.Api.PostAsync($"/api/v1/cases/{personId}/accommodations", asked.DeepClone(), officer)).With(HttpStatusCode.Created);

        Assert.Equal(granted.Text, again.Text);
        Assert.Equal(50, (await learner.MeAsync()).Part("accommodation")["extraTimePercent"]!.GetValue<int>());
        Assert.Equal(before.Text("expiresAt"), (await learner.StartAsync("basis")).With(HttpStatusCode.OK).Json.Text("expiresAt"));
        await learner.GoThroughAsync("labour-rights");
        var with = (await learner.StartAsync("labour-rights")).With(HttpStatusCode.Created).Json;
        Assert.Equal(30, with["extraMinutes"]!.GetValue<int>());
        Assert.Equal(TimeSpan.FromMinutes(90), DateTimeOffset.Parse(with.Text("expiresAt"), System.Globalization.CultureInfo.InvariantCulture) - DateTimeOffset.Parse(with.Text("startedAt"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Single(JsonNode.Parse(await learner.EverythingAsync())!["audit"]!.AsArray(), line => line!["action"]!.ToString() == "accommodationGranted");

        Assert.Equal(["extraTimePercent"], (await shared.Api.PostAsync($"/api/v1/cases/{personId}/accommodations", new JsonObject { ["extraTimePercent"] = 101, ["evidence"] = "x" }, officer)).WrongFields());
        Assert.Equal(["extraTimePercent"], (await shared.Api.PostAsync($"/api/v1/cases/{personId}/accommodations", new JsonObject { ["extraTimePercent"] = -1, ["evidence"] = "x" }, officer)).WrongFields());
        (await shared.Api.PostAsync($"/api/v1/cases/{personId}/accommodations", new JsonObject { ["extraTimePercent"] = 0, ["evidence"] = "No longer needed." }, officer)).With(HttpStatusCode.Created);
        Assert.False((await learner.MeAsync()).ContainsKey("accommodation"));
    }

    [Fact]
    public async Task A_dispute_is_answered_by_the_attempt_as_it_was_kept_and_by_its_draw_made_again()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        var path = $"/api/v1/cases/{await learner.PersonIdAsync()}/attempts/{attempt.Text("attemptId")}";
        var officer = await shared.Api.OfficerAsync("agii");

        var open = (await shared.Api.GetAsync(path, officer)).With(HttpStatusCode.OK).Json;
        (await learner.SubmitAsync(attempt, KnownAnswers.AllWrong(attempt))).With(HttpStatusCode.OK);
        var closed = (await shared.Api.GetAsync(path, officer)).With(HttpStatusCode.OK).Json;

        Assert.True(open["drawIsReproduced"]!.GetValue<bool>());
        Assert.All(open["questions"]!.AsArray(), question => Assert.False(question!.AsObject().ContainsKey("correctOptionIds") || question.AsObject().ContainsKey("correct")));
        Assert.Equal("2026-1", closed.Text("policyVersion"));
        Assert.Equal(
            attempt["questions"]!.AsArray().Select(question => string.Join(' ', question!["options"]!.AsArray().Select(option => option!.AsObject().Text("optionId")))),
            closed["questions"]!.AsArray().Select(question => string.Join(' ', question!.AsObject().Texts("optionIds"))));
        Assert.All(closed["questions"]!.AsArray(), question => Assert.False(question!["correct"]!.GetValue<bool>()));
        Assert.Contains("attemptViewed", await learner.EverythingAsync(), StringComparison.Ordinal);
        (await shared.Api.GetAsync(path, await shared.Api.OfficerAsync("atlas"))).Problem(HttpStatusCode.NotFound, "belgif:resourceNotFound");
    }
}
