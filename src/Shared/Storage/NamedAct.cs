using Inburgering.People;

namespace Inburgering.Storage;

/// <summary>
/// An act that its caller named (docs/adr/0015), while it is being done. Whoever does it says beforehand how it will be answered: the answer
/// is then written in the commit that does the act, so that no crash parts the two.
/// </summary>
/// <param name="key">The name: of that account, at that address.</param>
/// <param name="answering">From what the decision gave, and the id of the file it was taken in, to the answer; <see langword="null"/> for the decision of another step.</param>
public sealed class NamedAct(IndexKey key, Func<object?, string, KeptAnswer?> answering)
{
    private static readonly AsyncLocal<NamedAct?> Doing = new();

    /// <summary>The act that this flow of calls is doing; <see langword="null"/> where its caller did not name it.</summary>
    public static NamedAct? Current
    {
        get => Doing.Value;
        set => Doing.Value = value;
    }

    public IndexKey Key { get; } = key;

    /// <summary>The file in whose commit the answer was kept; <see langword="null"/> where it was not.</summary>
    public string? KeptIn { get; internal set; }

    internal KeptAnswer? AnswerTo(object? result, string personId) => answering(result, personId);
}

/// <summary>The same act, named the same, was done by somebody else meanwhile: its answer is kept.</summary>
public sealed class ActDoneException() : Exception("An act of that name was done meanwhile.");
