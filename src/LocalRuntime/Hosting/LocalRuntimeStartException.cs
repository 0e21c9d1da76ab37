namespace Inburgering.LocalRuntime.Hosting;

/// <summary>The runtime can't start. The message is one line that says what is wrong and what to do; it is printed without a stack trace.</summary>
internal sealed class LocalRuntimeStartException(string message) : Exception(message);
