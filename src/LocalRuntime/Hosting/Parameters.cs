using System.Reflection;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>Whether what a function declares besides its trigger can be given to it; routes and schedules are looked at where they are served.</summary>
internal static class Parameters
{
    /// <exception cref="LocalRuntimeStartException">Something can't be bound; names the function and the attribute.</exception>
    public static void RefuseUnbindable(FunctionDescriptor function)
    {
        var parameters = function.Method.GetParameters();
        if (parameters.SelectMany(parameter => parameter.GetCustomAttributes()).Concat(function.Method.GetCustomAttributes()).FirstOrDefault(IsOtherBinding) is { } binding)
        {
            throw new LocalRuntimeStartException($"Function '{function.Name}': the local runtime does not know the binding [{binding.GetType().Name[..^nameof(Attribute).Length]}].");
        }

        foreach (var parameter in parameters.Where(parameter => !FunctionCall.BindsItself(parameter)))
        {
            var gives = (function.Trigger, function.IsTrigger(parameter)) switch
            {
                (OrchestrationTriggerAttribute, true) when parameter.ParameterType != typeof(TaskOrchestrationContext) => "[OrchestrationTrigger] gives a TaskOrchestrationContext",
                (ActivityTriggerAttribute, false) => "[ActivityTrigger] gives one input",
                (ServiceBusTriggerAttribute, false) when parameter.ParameterType != typeof(ServiceBusMessageActions) => "[ServiceBusTrigger] gives the message and ServiceBusMessageActions",
                _ => null,
            };
            if (gives is not null)
            {
                throw new LocalRuntimeStartException($"Function '{function.Name}': parameter '{parameter.Name}' ({parameter.ParameterType.Name}) can't be bound; {gives}.");
            }
        }
    }

    // By name, so that a binding of an extension which the local runtime lacks is refused and not passed over.
    private static bool IsOtherBinding(Attribute attribute) =>
        attribute.GetType().Name is var name && (name.EndsWith("InputAttribute", StringComparison.Ordinal) || name.EndsWith("OutputAttribute", StringComparison.Ordinal));
}
