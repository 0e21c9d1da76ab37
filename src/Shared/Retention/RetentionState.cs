using System.Collections.Immutable;
using Inburgering.Cases;
using Inburgering.People;

namespace Inburgering.Retention;

/// <summary>What a file knows of its own keeping.</summary>
public sealed record RetentionState
{
    public static RetentionState None { get; } = new();

    /// <summary>The day under which the file stands in the list of what falls due; never later than the day on which something does.</summary>
    public DateOnly? ReviewOn { get; init; }

    /// <summary>Legal day of the last act that the audit trail holds; of an erased file, the last one before.</summary>
    public DateOnly? LastActOn { get; init; }

    /// <summary>Legal day on which a test was last begun or closed.</summary>
    public DateOnly? LastAttemptOn { get; init; }

    /// <summary>Legal day on which the detail of the tests was erased.</summary>
    public DateOnly? AttemptsErasedOn { get; init; }

    /// <summary>Keyed hashes of those whom an earlier registration named in the household: look-up rows that nothing else in the file leads to.</summary>
    public ImmutableSortedSet<string> FormerHousehold { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Legal day on which the file was erased: of the person nothing stands here any more but what must be kept.</summary>
    public DateOnly? ErasedOn { get; init; }

    /// <summary>What of an erased person stands elsewhere and is still to be removed; <see langword="null"/> once it is.</summary>
    public Leftovers? Leftovers { get; init; }
}

/// <summary>What leads to an erased file from outside of its partition.</summary>
/// <param name="Keys">Look-up rows that may lead to the file alone.</param>
/// <param name="MadeKeys">Look-up rows that the file made for a partner.</param>
/// <param name="SharedKeys">Look-up rows that lead to several files, this one among them.</param>
/// <param name="Listing">The case's place in an agency's list.</param>
public sealed record Leftovers(ImmutableList<IndexKey> Keys, ImmutableList<IndexKey> MadeKeys, ImmutableList<IndexKey> SharedKeys, CaseListing? Listing);
