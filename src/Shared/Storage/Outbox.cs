using Inburgering.Messages;
using Microsoft.Extensions.Logging;

namespace Inburgering.Storage;

/// <summary>Lets messages leave after the commit that wrote them. Sending again is harmless: message ids are deterministic.</summary>
public sealed partial class Outbox(PersonStore store, PendingMarkers markers, IMessageSender sender, ILogger<Outbox> logger)
{
    /// <summary>Sends what waits in a person's outbox, in order, and forgets it.</summary>
    /// <returns>How many messages left.</returns>
    public async Task<int> PublishAsync(string personId, CancellationToken cancellationToken)
    {
        var messages = await store.OutboxAsync(personId, cancellationToken);
        foreach (var message in messages)
        {
            await sender.SendAsync(message, cancellationToken);
        }

        await store.RemoveFromOutboxAsync(personId, messages, cancellationToken);
        return messages.Count;
    }

    /// <summary>Sends now what a use case just wrote; if that fails the marker stays and the sweep sends it.</summary>
    public async Task TryPublishAsync(PendingMarker marker, CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(marker.PersonId, cancellationToken);
            await markers.RemoveAsync(marker, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogLeftForSweep(exception, marker.PersonId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox of {PersonId} could not be published; the sweep will try again.")]
    private partial void LogLeftForSweep(Exception exception, string personId);
}
