using System.Text.Json.Serialization;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>One line of the list of entities: what there is and how much waits in it.</summary>
/// <param name="Name">The queue or topic.</param>
/// <param name="Messages">Everything that is not dead-lettered: ready, locked, deferred and scheduled.</param>
internal sealed record EntityListing(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subscription,
    int Messages,
    int DeadLetters)
{
    public static IEnumerable<EntityListing> Of(BusEntity entity) => entity.Queues.Select(queue =>
        new EntityListing(entity.Name, queue.Subscription.Length == 0 ? null : queue.Subscription, queue.Active.Count, queue.DeadLetters.Count));
}
