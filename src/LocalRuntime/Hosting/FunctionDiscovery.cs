using System.Reflection;

namespace Inburgering.LocalRuntime.Hosting;

/// <summary>Finds the app's functions by their attributes. Nothing is registered by hand.</summary>
internal static class FunctionDiscovery
{
    private const BindingFlags EveryMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Triggers =
    [
        typeof(HttpTriggerAttribute), typeof(ServiceBusTriggerAttribute), typeof(TimerTriggerAttribute),
        typeof(OrchestrationTriggerAttribute), typeof(ActivityTriggerAttribute),
    ];

    /// <exception cref="LocalRuntimeStartException">A function is declared wrongly; names the function and the attribute.</exception>
    public static FunctionCatalog Find(LocalRuntimeSettings settings)
    {
        var functions = (settings.FunctionTypes ?? settings.App.GetTypes())
            .SelectMany(type => type.GetMethods(EveryMethod))
            .Select(method => (method, function: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(found => found.function is not null)
            .Select(found => Describe(found.function!.Name, found.method))
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToList();
        functions.ForEach(Parameters.RefuseUnbindable);

        // The real host compares names without regard to case.
        var twice = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? new FunctionCatalog(functions)
            : throw new LocalRuntimeStartException(
                $"Function '{twice.Key}': the name in [Function] is given to {string.Join(" and ", twice.Select(EntryPoint))}. Give each its own.");
    }

    private static FunctionDescriptor Describe(string name, MethodInfo method)
    {
        if (!method.IsPublic || !method.DeclaringType!.IsVisible)
        {
            throw new LocalRuntimeStartException($"Function '{name}': [Function] stands on {EntryPoint(method)}, which is not public. The Functions worker can't see it.");
        }

        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes().Where(IsTrigger).Select(attribute => (parameter, attribute)))
            .ToList();
        return triggers switch
        {
            [] => throw new LocalRuntimeStartException($"Function '{name}': no parameter of {EntryPoint(method)} has a trigger attribute, such as [HttpTrigger]."),
            [var (parameter, attribute)] when Triggers.Contains(attribute.GetType()) => new FunctionDescriptor(name, method, parameter, attribute),
            [var (_, attribute)] => throw new LocalRuntimeStartException($"Function '{name}': the local runtime does not know the trigger [{ShortName(attribute)}]."),
            _ => throw new LocalRuntimeStartException(
                $"Function '{name}': {string.Join(" and ", triggers.Select(trigger => $"[{ShortName(trigger.attribute)}]"))} stand on one method; a function has exactly one trigger."),
        };
    }

    // By name too, so that a trigger of an extension which the local runtime lacks is refused and not passed over.
    private static bool IsTrigger(Attribute attribute) => attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal);

    private static string ShortName(Attribute attribute) => attribute.GetType().Name[..^nameof(Attribute).Length];

    private static string EntryPoint(FunctionDescriptor function) => EntryPoint(function.Method);

    private static string EntryPoint(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
