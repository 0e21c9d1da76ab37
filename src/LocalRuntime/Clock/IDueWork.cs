namespace Inburgering.LocalRuntime.Clock;

/// <summary>
/// Something that becomes due on the runtime's clock: durable timers, NCRONTAB schedules, scheduled messages.
/// The clock asks every source for its earliest instant, so that time that is advanced is lived in order.
/// </summary>
internal interface IDueWork
{
    /// <summary>The earliest instant (UTC) at which this source has something to fire; <see langword="null"/> when nothing is planned.</summary>
    ValueTask<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Fires everything due at or before <paramref name="now"/>. Returns as soon as the work is accepted: what it sets in
    /// motion is counted in <see cref="WorkInFlight"/> before this returns.
    /// </summary>
    Task FireDueAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
