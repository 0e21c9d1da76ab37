using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Inburgering.Learning;

/// <summary>A module of the self-study package: its sections, its bank of questions, its texts by language (contracts: "Content package").</summary>
public sealed record Module
{
    public required string ModuleId { get; init; }

    /// <summary>Rises with every published change; an attempt records the version it was taken on.</summary>
    public required int Version { get; init; }

    /// <summary>What the package says. Whether the obligation asks for it, the policy's list of compulsory modules decides, not this.</summary>
    public required bool Compulsory { get; init; }

    public required ImmutableList<Section> Sections { get; init; }

    /// <summary>To whom it is recommended, if it is voluntary; nobody has to follow it.</summary>
    public ImmutableList<RecommendationRule> RecommendedFor { get; init; } = [];

    /// <summary>How many questions a test draws from <see cref="Bank"/>.</summary>
    public required int QuestionsInTest { get; init; }

    /// <summary>Every question: the bank and the sample test.</summary>
    public required ImmutableList<Question> Questions { get; init; }

    /// <summary>What tests draw from.</summary>
    [JsonIgnore]
    public IEnumerable<Question> Bank => Questions.Where(question => !question.Sample);

    /// <summary>What the sample test asks: never drawn in a test that counts, for its right answers are shown to anybody.</summary>
    [JsonIgnore]
    public IEnumerable<Question> SampleQuestions => Questions.Where(question => question.Sample);

    /// <summary>Texts by ISO 639-1 language. Dutch is always there.</summary>
    public required ImmutableSortedDictionary<string, ModuleTexts> Texts { get; init; }

    [JsonIgnore]
    public IReadOnlyList<string> SectionIds => [.. Sections.Select(section => section.SectionId)];

    /// <summary>The language to show: the first of those wished for that is there, else of the policy's fallbacks.</summary>
    /// <param name="fallbacks"><see cref="Policies.Policy.LanguageFallbacks"/>.</param>
    /// <param name="wished">In the order in which they are wished for; what is not known is left out.</param>
    public string LanguageFor(IReadOnlyList<string> fallbacks, params IEnumerable<string?> wished) =>
        wished.Concat(fallbacks).First(language => language is not null && Texts.ContainsKey(language))!;
}

/// <param name="SectionId">Unique in the module.</param>
/// <param name="Minutes">Time it takes to read.</param>
public sealed record Section(string SectionId, int Minutes);

/// <param name="QuestionId">Unique in the module.</param>
/// <param name="Topic">What it tests; draws spread over topics.</param>
/// <param name="Section">Where the answer is learnt.</param>
/// <param name="Multiple">Whether several options may be right.</param>
/// <param name="Options">Two or more, of which one is right, or at least one if <paramref name="Multiple"/>.</param>
/// <param name="Sample">Whether it is asked in the sample test, and only there.</param>
public sealed record Question(string QuestionId, string Topic, string Section, bool Multiple, ImmutableList<Option> Options, bool Sample = false)
{
    [JsonIgnore]
    public ImmutableSortedSet<string> RightOptionIds => Options.Where(option => option.Correct).Select(option => option.OptionId).ToImmutableSortedSet(StringComparer.Ordinal);
}

public sealed record Option(string OptionId, bool Correct);

/// <summary>A module in one language.</summary>
public sealed record ModuleTexts(
    string Title,
    string Goal,
    ImmutableSortedDictionary<string, string> Topics,
    ImmutableSortedDictionary<string, SectionText> Sections,
    ImmutableSortedDictionary<string, QuestionText> Questions);

/// <param name="Title">Heading.</param>
/// <param name="Markdown">CommonMark.</param>
public sealed record SectionText(string Title, string Markdown);

/// <param name="Text">The situation and what is asked.</param>
/// <param name="Options">The words of the options by id.</param>
/// <param name="Explanation">Why the right answer is right, to learn from after the attempt is closed; it gives the answer away, so it is never shown before. Absent if not written.</param>
public sealed record QuestionText(string Text, ImmutableSortedDictionary<string, string> Options, string? Explanation);

/// <summary>The self-study package: every module by its id.</summary>
public sealed record ContentPackage(ImmutableSortedDictionary<string, Module> Modules)
{
    /// <summary>Compulsory modules first, in the policy's order, then the others by id.</summary>
    public IEnumerable<Module> InOrder(IReadOnlyList<string> compulsory) =>
        compulsory.Where(Modules.ContainsKey).Select(moduleId => Modules[moduleId])
            .Concat(Modules.Values.Where(module => !compulsory.Contains(module.ModuleId)));
}
