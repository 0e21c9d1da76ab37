using Inburgering.Commands.Doors;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Inburgering.Commands.Demo;

/// <summary>What a learner who has studied knows: the right options, from the <c>questions.yaml</c> of the content package.</summary>
internal sealed class KnownAnswers
{
    private readonly Dictionary<(string ModuleId, string QuestionId), HashSet<string>> _correct = [];

    /// <param name="modulesFolder">The folder with one folder a module.</param>
    /// <exception cref="DoorException">The folder or a file in it can't be read; says which.</exception>
    public KnownAnswers(string modulesFolder)
    {
        var deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).IgnoreUnmatchedProperties().Build();
        try
        {
            foreach (var folder in Directory.EnumerateDirectories(modulesFolder))
            {
                using var reader = File.OpenText(Path.Combine(folder, "questions.yaml"));
                foreach (var question in deserializer.Deserialize<List<QuestionEntry>>(reader))
                {
                    _correct.Add(
                        (Path.GetFileName(folder), question.QuestionId),
                        [.. question.Options.Where(option => option.Correct).Select(option => option.OptionId)]);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or YamlDotNet.Core.YamlException)
        {
            throw new DoorException($"The questions of the content package could not be read from {modulesFolder}: {exception.Message} Name the folder with --content.");
        }
    }

    /// <summary>All answers right.</summary>
    public GivenAnswers Right(string moduleId, Attempt attempt) =>
        new([.. attempt.Questions.Select(question => new GivenAnswer(question.QuestionId, [.. CorrectOptions(moduleId, question)]))]);

    /// <summary>All answers wrong: in each question one option that is not right.</summary>
    public GivenAnswers Wrong(string moduleId, Attempt attempt) => new([.. attempt.Questions.Select(question =>
    {
        var correct = CorrectOptions(moduleId, question);
        return new GivenAnswer(question.QuestionId, [question.Options.First(option => !correct.Contains(option.OptionId)).OptionId]);
    })]);

    private HashSet<string> CorrectOptions(string moduleId, Question question) =>
        _correct.TryGetValue((moduleId, question.QuestionId), out var options)
            ? options
            : throw new DoorException($"The test of {moduleId} asks {question.QuestionId}, which is not in the content package.");

    private sealed class QuestionEntry
    {
        public string QuestionId { get; init; } = "";

        public List<OptionEntry> Options { get; init; } = [];
    }

    private sealed class OptionEntry
    {
        public string OptionId { get; init; } = "";

        public bool Correct { get; init; }
    }
}
