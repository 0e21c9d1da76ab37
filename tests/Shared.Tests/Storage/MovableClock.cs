namespace Inburgering.Shared.Tests.Storage;

/// <summary>A clock that stands until a test moves it.</summary>
internal sealed class MovableClock(DateTimeOffset now) : TimeProvider
{
    private long ticks = now.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void MoveTo(DateTimeOffset instant) => Interlocked.Exchange(ref ticks, instant.UtcTicks);

    public void Advance(TimeSpan time) => Interlocked.Add(ref ticks, time.Ticks);
}
