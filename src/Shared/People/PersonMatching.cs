using Inburgering.Storage;

namespace Inburgering.People;

/// <summary>Somebody whom a message is about, and what it identifies them by.</summary>
/// <param name="Message">The message as far as it is about them: always taken into the same file.</param>
/// <param name="Keys">Their identifiers, strongest first.</param>
public sealed record Identified(IndexKey Message, IReadOnlyList<IndexKey> Keys);

/// <summary>How long identifiers are held, in real time.</summary>
/// <param name="Length">From when on others may take over.</param>
/// <param name="Margin">How much of it must be left for a commit to begin.</param>
/// <param name="LongestWait">How long a message waits for others before it goes back to its queue.</param>
public sealed record LeaseTimes(TimeSpan Length, TimeSpan Margin, TimeSpan LongestWait)
{
    public static LeaseTimes Usual { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
}

/// <summary>Another message about the same person is still being taken: to be tried again.</summary>
public sealed class IdentifierHeldException() : Exception("Another message that shares an identifier with this one is still being taken.");

/// <summary>
/// Lets messages that share an identifier find their person and be written one after the other, whoever takes them (docs:
/// ADR 10). Where nobody else is about, nothing is held that the commit does not give back.
/// </summary>
public sealed class PersonMatching(PersonIndex index, PersonStore store, LeaseTimes times)
{
    private const int MostTurns = 50;

    /// <summary>Finds the persons and writes, alone with all their identifiers.</summary>
    /// <param name="persons">Whom the message is about.</param>
    /// <param name="take">Matches and writes. Answers nothing to begin anew, on what others wrote meanwhile.</param>
    /// <exception cref="IdentifierHeldException">Others held an identifier for too long.</exception>
    public async Task<T> InTurnAsync<T>(IReadOnlyList<Identified> persons, Func<PersonTurn, Task<T?>> take, CancellationToken cancellationToken)
        where T : class
    {
        for (var tries = 0; tries < MostTurns; tries++)
        {
            var turn = new PersonTurn(index, store, times, persons);
            await turn.BeginAsync(alone: tries > 0, cancellationToken);
            if (await take(turn) is { } taken)
            {
                await turn.EndAsync(cancellationToken);
                return taken;
            }
        }

        throw new IdentifierHeldException();
    }
}
