namespace Inburgering.LocalRuntime.Durable;

/// <summary>What host.json says under <c>extensions.durableTask</c>.</summary>
/// <param name="DefaultVersion">The version that new orchestrations get.</param>
/// <param name="MaxActivities">How many activities run at once.</param>
/// <param name="MaxSteps">How many instances take a step at once.</param>
internal sealed record DurableOptions(string DefaultVersion, int MaxActivities, int MaxSteps)
{
    public static DurableOptions Default { get; } = new("", 10 * Environment.ProcessorCount, 10 * Environment.ProcessorCount);
}
