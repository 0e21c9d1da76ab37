using System.Collections.Immutable;

namespace Inburgering.Statistics;

/// <summary>How one question did in the closed tests that are still held, in one language and version of its module. Nobody's person stands in it.</summary>
/// <param name="ModuleId">The module.</param>
/// <param name="ContentVersion">The version of the module in which it was asked.</param>
/// <param name="Language">In which language it was shown.</param>
/// <param name="QuestionId">The question.</param>
/// <param name="Shown">How often it was asked; <see langword="null"/> where that is so seldom that it is suppressed, and then the rest too.</param>
/// <param name="RightPercent">Its difficulty: the share answered right, in whole percent.</param>
/// <param name="Discrimination">
/// How well it tells those who know the rest from those who do not: the correlation of being right here with the share right of the other
/// questions of the same test, from −1 to 1 with two decimals. <see langword="null"/> where one of the two never varies.
/// </param>
/// <param name="Options">How often each option was chosen.</param>
public sealed record ItemStatistics(
    string ModuleId,
    int ContentVersion,
    string Language,
    string QuestionId,
    int? Shown,
    int? RightPercent,
    double? Discrimination,
    ImmutableList<OptionCount>? Options);

/// <param name="OptionId">An option that was shown.</param>
/// <param name="Correct">Whether it is right.</param>
/// <param name="Chosen">How often it was chosen.</param>
public sealed record OptionCount(string OptionId, bool Correct, int Chosen);

/// <summary>The items of one night.</summary>
/// <param name="AsOf">When they were counted.</param>
/// <param name="SmallestCount">How often a question must have been asked to be shown.</param>
/// <param name="Items">By module, version, language and question.</param>
public sealed record ItemSnapshot(DateTimeOffset AsOf, int SmallestCount, ImmutableList<ItemStatistics> Items);
