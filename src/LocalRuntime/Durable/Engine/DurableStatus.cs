using System.Collections.Frozen;

namespace Inburgering.LocalRuntime.Durable;

internal static class DurableStatus
{
    public static readonly FrozenSet<OrchestrationRuntimeStatus> Unfinished = FrozenSet.Create(
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended);
}
