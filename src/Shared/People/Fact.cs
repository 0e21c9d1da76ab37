using System.Collections.Immutable;

namespace Inburgering.People;

/// <summary>
/// What a sender said about a subject, with what orders it: the sender's version, then the message's time and id. The state
/// of a subject is the fold of its facts in that order, whenever they arrived.
/// </summary>
public sealed record Fact<T>(int Version, DateTimeOffset SentAt, string MessageId, T Content);

public static class Facts
{
    /// <summary>The list with one fact more, in the order of the sender.</summary>
    public static ImmutableList<Fact<T>> Taking<T>(this ImmutableList<Fact<T>> facts, Fact<T> fact)
    {
        var lastEarlier = facts.FindLastIndex(known => Order(known).CompareTo(Order(fact)) < 0);
        return facts.Insert(lastEarlier + 1, fact);
    }

    private static (int Version, DateTimeOffset SentAt, string MessageId) Order<T>(Fact<T> fact) => (fact.Version, fact.SentAt, fact.MessageId);
}
