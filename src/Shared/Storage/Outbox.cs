using Inburgering.Messages;
using Microsoft.Extensions.Logging;

namespace Inburgering.Storage;

/// <summary>How often a publishing that failed is tried again before it is left to the sweep.</summary>
/// <param name="Waits">The wait before each further try, in real time.</param>
public sealed record PublishRetries(params TimeSpan[] Waits)
{
    /// <summary>Some seconds in all: what lasts longer is an outage, and whoever called does not wait for its end.</summary>
    public static PublishRetries Usual { get; } = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
}

/// <summary>Lets messages leave after the commit that wrote them. Sending again is harmless: message ids are deterministic.</summary>
public sealed partial class Outbox(PersonStore store, PendingMarkers markers, IMessageSender sender, PublishRetries retries, ILogger<Outbox> logger)
{
    /// <summary>Sends what waits in a person's outbox, in order, and keeps it as sent.</summary>
    /// <returns>How many messages left.</returns>
    public async Task<int> PublishAsync(string personId, CancellationToken cancellationToken) =>
        await PublishAsync(personId, await store.OutboxAsync(personId, cancellationToken), cancellationToken);

    /// <summary>The same for those who know which messages wait.</summary>
    public async Task<int> PublishAsync(string personId, IReadOnlyList<long> waiting, CancellationToken cancellationToken) =>
        await PublishAsync(personId, await store.OutboxAsync(personId, waiting, cancellationToken), cancellationToken);

    private async Task<int> PublishAsync(string personId, List<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            await sender.SendAsync(message, cancellationToken);
        }

        await store.MoveToSentAsync(personId, messages, cancellationToken);
        return messages.Count;
    }

    /// <summary>Sends now what a use case just wrote, and tries again where that fails; if it fails still, the marker stays and the sweep sends it.</summary>
    /// <param name="marker">The outbox's marker, removed once nothing waits.</param>
    /// <param name="cancellationToken">Gives up at once; the marker stays.</param>
    public Task TryPublishAsync(PendingMarker marker, CancellationToken cancellationToken) => TryAsync(
        marker.PersonId,
        async () =>
        {
            await PublishAsync(marker.PersonId, cancellationToken);
            await markers.RemoveAsync(marker, cancellationToken);
        },
        cancellationToken);

    /// <summary>The same where another marker holds the person to be planned: that one stays.</summary>
    public Task TryPublishAsync(string personId, CancellationToken cancellationToken) =>
        TryAsync(personId, () => PublishAsync(personId, cancellationToken), cancellationToken);

    private async Task TryAsync(string personId, Func<Task> publish, CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await publish();
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && tries < retries.Waits.Length)
            {
                LogTriedAgain(exception, personId, retries.Waits[tries]);

                // Of the machine, not of the law: a clock that is moved by months does not bring an outage to its end.
                await Task.Delay(retries.Waits[tries], TimeProvider.System, CancellationToken.None);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogLeftForSweep(exception, personId);
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The outbox of {PersonId} could not be published; trying again in {Wait}.")]
    private partial void LogTriedAgain(Exception exception, string personId, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox of {PersonId} could not be published; the sweep will try again.")]
    private partial void LogLeftForSweep(Exception exception, string personId);
}
