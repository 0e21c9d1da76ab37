using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Use;

/// <summary>What is right never leaves before a test is closed.</summary>
public sealed class AttemptSecrecyTests(SharedApp shared)
{
    [Fact]
    public async Task Nothing_says_before_the_close_which_answers_are_right()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        var attempt = await learner.OpenAttemptAsync();
        (await learner.SaveAsync(attempt, KnownAnswers.AllRight(attempt))).With(HttpStatusCode.NoContent);
        string[] texts =
        [
            attempt.ToJsonString(), (await learner.StartAsync("basis")).Text, await learner.EverythingAsync(), (await learner.MeAsync()).ToJsonString(),
            (await learner.ProgressAsync("basis")).ToJsonString(), (await shared.Api.GetAsync("/api/v1/modules/basis", learner.Token)).Text,
        ];

        foreach (var names in texts.Select(text => PropertyNames(JsonNode.Parse(text)).ToHashSet(StringComparer.OrdinalIgnoreCase)))
        {
            Assert.DoesNotContain(names, name => name.Contains("correct", StringComparison.OrdinalIgnoreCase) || name is "right" or "solution" or "score" or "passed");
        }
    }

    /// <summary>Every operation that reads, as every role, with the ids of a learner whose test is open; and what a learner does beside it.</summary>
    [Fact]
    public async Task Nothing_on_the_whole_surface_gives_an_answer_away_while_a_test_is_open()
    {
        var learner = await Learner.AbroadAsync(shared.App);
        await learner.PassAsync("rights-duties");
        await learner.RegisterAsync();
        var attempt = await learner.OpenAttemptAsync();
        (await learner.SaveAsync(attempt, KnownAnswers.AllRight(attempt))).With(HttpStatusCode.NoContent);
        var ids = new Dictionary<string, string>
        {
            ["moduleId"] = "basis",
            ["sectionId"] = (await learner.SectionsAsync("basis"))[0],
            ["attemptId"] = attempt.Text("attemptId"),
            ["personId"] = await learner.PersonIdAsync(),
        };
        var asked = attempt["questions"]!.AsArray().Select(question => question!.AsObject().Text("questionId")).ToList();
        var explanations = KnownAnswers.ExplanationsOf(asked);
        Assert.Equal(asked.Count * 5, explanations.Count);
        string[] beside = ["StartAttempt", "SaveAnswers", "CompleteSection", "GradeSampleTest"];

        var seen = 0;
        foreach (var operation in OpenApi.Operations.Where(operation => operation.Method == "GET" || beside.Contains(operation.Id)))
        {
            // The operator's figures are about the bank, which the operator publishes.
            foreach (var role in operation.Roles.Where(_ => operation.Id != "GetItemStatistics"))
            {
                var token = role switch
                {
                    "learner" => learner.Token,
                    "case-officer" => await shared.Api.OfficerAsync("amal"),
                    _ => await shared.Api.TokenAsync(role, "surface-" + role),
                };
                var path = operation.PathWith([.. operation.Parameters.Select(name => (name, ids.GetValueOrDefault(name, "nobodyhasthisone")))]);
                var body = operation.Id == "SaveAnswers" ? KnownAnswers.AllRight(attempt) : operation.TakesBody ? OpenApi.ExampleBody(operation) : null;
                var reply = await shared.Api.SendAsync(new HttpMethod(operation.Method), path, Api.Content(body), token, "application/json");
                seen += reply.Status is HttpStatusCode.OK ? 1 : 0;

                Assert.All(explanations, explanation => Assert.False(reply.Text.Contains(explanation, StringComparison.Ordinal), $"{reply} explains: {explanation}"));
                if (operation.Id != "GetMyData")
                {
                    Assert.False(asked.Any(questionId => Objects(reply).Any(node => node["questionId"]?.ToString() == questionId && IsAnswer(node))), $"{reply} says what is right.");
                }
                else
                {
                    var open = reply.Json["attempts"]!.AsArray().Single(kept => kept!["attemptId"]!.ToString() == ids["attemptId"])!;
                    Assert.All(open["questions"]!.AsArray(), question => Assert.Empty(question!["rightOptionIds"]!.AsArray()));
                }
            }
        }

        Assert.True(seen > 12, $"Only {seen} answers were seen.");
    }

    [Fact]
    public async Task Where_an_option_stands_does_not_tell_whether_it_is_right()
    {
        var places = new HashSet<int>();
        for (var i = 0; i < 3; i++)
        {
            var attempt = await (await Learner.AbroadAsync(shared.App)).OpenAttemptAsync();
            foreach (var question in attempt["questions"]!.AsArray().Select(question => question!.AsObject()))
            {
                var options = question["options"]!.AsArray().Select(option => option!.AsObject().Text("optionId")).ToList();
                places.Add(options.FindIndex(option => KnownAnswers.IsRight(question.Text("questionId"), option)));
            }
        }

        Assert.Superset(new HashSet<int> { 0, 1, 2 }, places);
    }

    private static IEnumerable<JsonObject> Objects(Reply reply) => reply.MediaType?.EndsWith("json", StringComparison.Ordinal) is true ? Objects(JsonNode.Parse(reply.Text)) : [];

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => Objects(member.Value)).Prepend(map),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };

    private static bool IsAnswer(JsonObject node) => PropertyNames(node).Any(name => name.Contains("correct", StringComparison.OrdinalIgnoreCase) || name.StartsWith("right", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> PropertyNames(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => PropertyNames(member.Value).Prepend(member.Key)),
        JsonArray list => list.SelectMany(PropertyNames),
        _ => [],
    };
}
