namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>One receiver's hold on a copy. It ends by itself, in real time: a clock that is moved must not take work from a receiver.</summary>
internal sealed class MessageLock : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly ITimer timer;

    /// <param name="ended">Called about when <see cref="Until"/> passes and every second from then on, until disposed: whoever is called checks <see cref="HasEnded"/>.</param>
    public MessageLock(MessageCopy copy, TimeSpan duration, Action<MessageLock> ended)
    {
        Copy = copy;
        Until = TimeProvider.System.GetUtcNow() + duration;
        timer = TimeProvider.System.CreateTimer(_ => ended(this), null, duration, Again);
    }

    public Guid Token { get; } = Guid.NewGuid();

    public MessageCopy Copy { get; }

    public DateTimeOffset Until { get; private set; }

    /// <summary>A settlement is being persisted; until it is known to have failed, nobody else may touch the message.</summary>
    public bool IsSettling { get; set; }

    public bool HasEnded => TimeProvider.System.GetUtcNow() >= Until;

    public DateTimeOffset Renew(TimeSpan duration)
    {
        Until = TimeProvider.System.GetUtcNow() + duration;
        timer.Change(duration, Again);
        return Until;
    }

    public void Dispose() => timer.Dispose();
}
