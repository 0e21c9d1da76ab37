namespace Inburgering.Commands.Demo;

/// <summary>One step of a life. Steps are run in order; the copy behind the doors may be killed and started again between any two.</summary>
/// <param name="Title">What happens, for the reader.</param>
/// <param name="RunAsync">Does it and checks it.</param>
/// <param name="OnlyMovesTime">It moves the clock and does nothing else, so it may be run again after a crash in its middle.</param>
internal sealed record LifeStep(string Title, Func<Task> RunAsync, bool OnlyMovesTime = false);
