using System.Collections.Immutable;
using System.Globalization;
using Inburgering.Learning;

namespace Inburgering.Shared.Tests.Testing;

/// <summary>Modules made for tests of tests.</summary>
internal static class Banks
{
    /// <summary>A module with as many questions a topic as given; option <c>r</c> is right, <c>w1</c> and <c>w2</c> wrong.</summary>
    public static Module Module(int inTest, params int[] questionsPerTopic) => new()
    {
        ModuleId = "basis",
        Version = 3,
        Compulsory = true,
        Sections = [new Section("one", 10)],
        QuestionsInTest = inTest,
        Questions = [.. questionsPerTopic.SelectMany((count, topic) => Enumerable.Range(0, count).Select(number => Question(topic, number)))],
        Texts = ImmutableSortedDictionary<string, ModuleTexts>.Empty,
    };

    private static Question Question(int topic, int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"t{topic}-q{number}"),
        string.Create(CultureInfo.InvariantCulture, $"topic-{topic}"),
        "one",
        Multiple: false,
        [new Option("r", true), new Option("w1", false), new Option("w2", false)]);
}
