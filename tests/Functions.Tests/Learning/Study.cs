using System.Text.Json.Nodes;
using Inburgering.Learning;

namespace Inburgering.Functions.Tests.Learning;

/// <summary>A learner's way through a module by the public doors, with the right answers at hand.</summary>
internal static class Study
{
    private static readonly ContentPackage Content = ContentReader.Read(Path.Combine(AppContext.BaseDirectory, "content", "modules")).Package;

    /// <summary>Goes through every section and starts the test.</summary>
    public static async Task<JsonNode> ReadyAttemptAsync(AppFixture app, string token, string moduleId)
    {
        await GoThroughAsync(app, token, moduleId);
        return await app.JsonAsync(HttpMethod.Post, $"/api/v1/me/modules/{moduleId}/attempts", token);
    }

    public static async Task GoThroughAsync(AppFixture app, string token, string moduleId)
    {
        foreach (var section in Content.Modules[moduleId].SectionIds)
        {
            await app.JsonAsync(HttpMethod.Put, $"/api/v1/me/modules/{moduleId}/sections/{section}", token, new { completed = true });
        }
    }

    public static async Task PassAsync(AppFixture app, string token, string moduleId)
    {
        var attempt = await ReadyAttemptAsync(app, token, moduleId);
        var result = await app.JsonAsync(HttpMethod.Post, $"/api/v1/me/attempts/{attempt["attemptId"]}/submission", token, RightAnswers(attempt));
        Assert.True(result["passed"]!.GetValue<bool>());
    }

    public static object RightAnswers(JsonNode attempt) => Answers(attempt, option => option.Correct);

    /// <summary>Chooses exactly what is wrong.</summary>
    public static object WrongAnswers(JsonNode attempt) => Answers(attempt, option => !option.Correct);

    private static object Answers(JsonNode attempt, Func<Option, bool> choose)
    {
        var bank = Content.Modules[attempt["moduleId"]!.GetValue<string>()].Questions.ToDictionary(question => question.QuestionId);
        return new
        {
            answers = attempt["questions"]!.AsArray().Select(question => question!["questionId"]!.GetValue<string>()).Select(id => new
            {
                questionId = id,
                optionIds = bank[id].Options.Where(choose).Select(option => option.OptionId).ToArray(),
            }).ToArray(),
        };
    }
}
