namespace Inburgering.Commands.Demo;

/// <summary>Something did not end as the law says; the message has what was expected and what was seen.</summary>
internal sealed class UnmetExpectationException(string message) : Exception(message);
