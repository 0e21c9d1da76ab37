using System.Collections.Frozen;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>The app's orchestrators and activities by name, without case.</summary>
internal sealed class DurableFunctions(FunctionCatalog catalog)
{
    private readonly FrozenDictionary<string, FunctionDescriptor> orchestrators = ByName<OrchestrationTriggerAttribute>(catalog);
    private readonly FrozenDictionary<string, FunctionDescriptor> activities = ByName<ActivityTriggerAttribute>(catalog);

    public FunctionDescriptor? Orchestrator(string name) => orchestrators.GetValueOrDefault(name);

    public FunctionDescriptor? Activity(string name) => activities.GetValueOrDefault(name);

    private static FrozenDictionary<string, FunctionDescriptor> ByName<TTrigger>(FunctionCatalog catalog)
        where TTrigger : Attribute =>
        catalog.With<TTrigger>().Select(found => found.Function).ToFrozenDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);
}
