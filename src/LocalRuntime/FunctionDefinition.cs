using System.Collections.Immutable;

namespace Inburgering.LocalRuntime;

/// <summary>A function as its attributes describe it.</summary>
public abstract class FunctionDefinition
{
    public abstract string Id { get; }

    public abstract string Name { get; }

    /// <summary>Full name of the type, a dot, and the method's name.</summary>
    public abstract string EntryPoint { get; }

    public abstract string PathToAssembly { get; }

    /// <summary>The trigger and the other inputs, by parameter name.</summary>
    public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }
}
