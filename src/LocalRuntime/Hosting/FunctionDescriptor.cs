using System.Reflection;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>One function of the app, as its attributes describe it.</summary>
/// <param name="Name">The name in <see cref="FunctionAttribute"/>; unique in the app.</param>
/// <param name="Method">The method that is invoked.</param>
/// <param name="TriggerParameter">The parameter that carries the trigger attribute.</param>
/// <param name="Trigger">The trigger attribute itself.</param>
internal sealed record FunctionDescriptor(string Name, MethodInfo Method, ParameterInfo TriggerParameter, Attribute Trigger)
{
    /// <summary>Whether a parameter of <see cref="Method"/> is the one that carries the trigger.</summary>
    /// <remarks>By position: reflection may give another object for the same parameter.</remarks>
    public bool IsTrigger(ParameterInfo parameter) => parameter.Position == TriggerParameter.Position;
}

/// <summary>Every function found in the app's assembly.</summary>
internal sealed record FunctionCatalog(IReadOnlyList<FunctionDescriptor> Functions)
{
    /// <summary>The functions whose trigger is of the kind <typeparamref name="TTrigger"/>.</summary>
    public IEnumerable<(FunctionDescriptor Function, TTrigger Trigger)> With<TTrigger>()
        where TTrigger : Attribute =>
        Functions.Where(function => function.Trigger is TTrigger).Select(function => (function, (TTrigger)function.Trigger));
}
