using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Inburgering.Arrivals;

namespace Inburgering.People;

/// <summary>
/// What a sender said about a subject, with what orders it: the sender's version, then the message's time and id. The state
/// of a subject is the fold of its facts in that order, whenever they arrived.
/// </summary>
public sealed record Fact<T>(int Version, DateTimeOffset SentAt, string MessageId, T Content)
{
    /// <summary>Where the sender places it among all that is said about the subject.</summary>
    [JsonIgnore]
    public (int Version, DateTimeOffset SentAt, string MessageId) Order => (Version, SentAt, MessageId);
}

public static class Facts
{
    /// <summary>The list with one fact more, in the order of the sender. A fact that is there already changes nothing.</summary>
    public static ImmutableList<Fact<T>> Taking<T>(this ImmutableList<Fact<T>> facts, Fact<T> fact) => facts.Taking(fact, _ => 0);

    /// <summary>
    /// The same for registrations. Every number has a counter of its own, and what is said under the national number comes
    /// after what was said under the BIS number it replaced. Only the newest keeps the household: nothing asks for an older one.
    /// </summary>
    public static ImmutableList<Fact<Registration>> Taking(this ImmutableList<Fact<Registration>> facts, Fact<Registration> fact)
    {
        var taken = facts.Taking(fact, known => RankOf(known.NationalNumber));
        return [.. taken.Take(taken.Count - 1).Select(older => older.Content.Household.IsEmpty ? older : older with { Content = older.Content with { Household = [] } }), taken[^1]];
    }

    /// <summary>The same for what the Register said later.</summary>
    public static ImmutableList<Fact<ResidenceChange>> Taking(this ImmutableList<Fact<ResidenceChange>> facts, Fact<ResidenceChange> fact) =>
        facts.Taking(fact, known => RankOf(known.NationalNumber));

    /// <summary>Everything the Register said about one person, in its order.</summary>
    public static IEnumerable<(Fact<Registration>? Registered, Fact<ResidenceChange>? Changed)> InOrder(IEnumerable<Fact<Registration>> registrations, IEnumerable<Fact<ResidenceChange>> changes) =>
        registrations.Select(fact => (Order: Order(fact, known => RankOf(known.NationalNumber)), Said: ((Fact<Registration>?)fact, (Fact<ResidenceChange>?)null)))
            .Concat(changes.Select(fact => (Order: Order(fact, known => RankOf(known.NationalNumber)), Said: ((Fact<Registration>?)null, (Fact<ResidenceChange>?)fact))))
            .OrderBy(fact => fact.Order)
            .Select(fact => fact.Said);

    /// <summary>The same for facts about several subjects.</summary>
    public static ImmutableSortedDictionary<string, ImmutableList<Fact<T>>> Taking<T>(this ImmutableSortedDictionary<string, ImmutableList<Fact<T>>> subjects, string subject, Fact<T> fact) =>
        subjects.SetItem(subject, subjects.GetValueOrDefault(subject, []).Taking(fact));

    private static ImmutableList<Fact<T>> Taking<T>(this ImmutableList<Fact<T>> facts, Fact<T> fact, Func<T, int> rank)
    {
        if (facts.Any(known => Order(known, rank) == Order(fact, rank)))
        {
            return facts;
        }

        var lastEarlier = facts.FindLastIndex(known => Order(known, rank).CompareTo(Order(fact, rank)) < 0);
        return facts.Insert(lastEarlier + 1, fact);
    }

    private static int RankOf(string nationalNumber) => NationalNumber.IsBis(nationalNumber) ? 0 : 1;

    private static (int Rank, int Version, DateTimeOffset SentAt, string MessageId) Order<T>(Fact<T> fact, Func<T, int> rank) =>
        (rank(fact.Content), fact.Version, fact.SentAt, fact.MessageId);
}
