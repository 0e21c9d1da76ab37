namespace Inburgering.LocalRuntime;

/// <summary>What the function returned; middleware may read and replace it.</summary>
public abstract class InvocationResult
{
    public abstract object? Value { get; set; }
}
