namespace Inburgering.LocalRuntime;

/// <param name="Output">What the terminated instance gives as its output.</param>
/// <param name="Recursive">Terminates its running sub-orchestrations as well.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
