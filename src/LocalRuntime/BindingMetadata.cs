namespace Inburgering.LocalRuntime;

/// <summary>One binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>The parameter's name.</summary>
    public abstract string Name { get; }

    /// <summary>As in a function.json, for instance <c>httpTrigger</c> or <c>durableClient</c>.</summary>
    public abstract string Type { get; }
}
