using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;
using Inburgering.Functions.Tests.Doors;

namespace Inburgering.Functions.Tests.People;

/// <summary>What a learner who has studied knows: the right options, from the content package.</summary>
internal static class KnownAnswers
{
    private static readonly Dictionary<string, HashSet<string>> Right = Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "content", "modules"), "questions.yaml", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
        .SelectMany(file => Yaml.Read(file).AsArray())
        .Select(question => question!.AsObject())
        .ToDictionary(
            question => question.Text("questionId"),
            question => question["options"]!.AsArray().Where(option => option!["correct"]!.GetValue<bool>()).Select(option => option!.AsObject().Text("optionId")).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);

    public static JsonObject AllRight(JsonObject attempt) => Answers(attempt, (question, _) => Right[question.Text("questionId")]);

    public static JsonObject AllWrong(JsonObject attempt) => Answers(attempt, (question, options) => [options.First(option => !Right[question.Text("questionId")].Contains(option))]);

    /// <summary>Whether the option is right.</summary>
    public static bool IsRight(string questionId, string optionId) => Right[questionId].Contains(optionId);

    /// <summary>The explanations of questions, in every language.</summary>
    public static IReadOnlyList<string> ExplanationsOf(IReadOnlyCollection<string> questionIds) =>
    [
        .. from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "content", "modules"), "questions.yaml", SearchOption.AllDirectories)
           from question in Yaml.Read(file).AsArray()
           where questionIds.Contains(question!.AsObject().Text("questionId")) && question["explanation"] is not null
           select question!.AsObject().Text("explanation"),
    ];

    private static JsonObject Answers(JsonObject attempt, Func<JsonObject, IReadOnlyList<string>, IEnumerable<string>> choose) => new()
    {
        ["answers"] = new JsonArray([.. attempt["questions"]!.AsArray().Select(node =>
        {
            var question = node!.AsObject();
            var options = question["options"]!.AsArray().Select(option => option!.AsObject().Text("optionId")).ToList();
            return Answer(question.Text("questionId"), [.. choose(question, options)]);
        })]),
    };

    public static JsonObject Answer(string questionId, params string[] optionIds) => new()
    {
        ["questionId"] = questionId,
        ["optionIds"] = new JsonArray([.. optionIds.Select(option => (JsonNode)option)]),
    };
}
