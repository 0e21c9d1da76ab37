using System.Text.Json;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.Clock;

/// <summary>
/// The time everything in the app lives by. It runs at real speed from an offset kept in the data folder, and stands still
/// at each instant that an advance lives through.
/// </summary>
/// <remarks>Timers of <see cref="TimeProvider.CreateTimer"/> and timestamps measure real time: they bound I/O, they plan nothing.</remarks>
internal sealed class LocalClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly string file;
    private volatile Hands hands;

    private LocalClock(string file, TimeSpan offset)
    {
        this.file = file;
        hands = new Hands(offset, null);
    }

    /// <summary>Goes on from the time in the data folder, or starts it.</summary>
    /// <param name="start">Where the clock starts if the folder has none; <see langword="null"/> for the real time.</param>
    /// <exception cref="LocalRuntimeStartException">The file in the data folder is damaged.</exception>
    public static LocalClock Open(string dataFolder, DateTimeOffset? start)
    {
        var file = Path.Combine(dataFolder, "clock.json");
        if (!File.Exists(file))
        {
            var clock = new LocalClock(file, start - System.GetUtcNow() ?? TimeSpan.Zero);
            clock.Save();
            return clock;
        }

        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(File.ReadAllText(file), JsonSerializerOptions.Web) ?? throw new JsonException("it is empty.");
            return new LocalClock(file, TimeSpan.FromTicks(kept.OffsetTicks));
        }
        catch (JsonException exception)
        {
            throw new LocalRuntimeStartException($"The data folder is damaged: {file} can't be read ({exception.Message}). Move the folder away, or delete the file to start from the real time.");
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        var read = hands;
        return read.StandsAt ?? System.GetUtcNow() + read.Offset;
    }

    /// <summary>Makes the clock stand still at <paramref name="instant"/>, or where it is if that is later: it never goes back.</summary>
    /// <returns>The instant at which it stands.</returns>
    public DateTimeOffset StandAt(DateTimeOffset instant)
    {
        lock (gate)
        {
            var now = GetUtcNow();
            var stands = (instant > now ? instant : now).ToUniversalTime();
            hands = new Hands(stands - System.GetUtcNow(), stands);
            Save();
            return stands;
        }
    }

    /// <summary>Lets the clock run on from where it stands.</summary>
    public void Run()
    {
        lock (gate)
        {
            hands = new Hands(GetUtcNow() - System.GetUtcNow(), null);
            Save();
        }
    }

    private void Save()
    {
        var written = $"{file}.new";
        File.WriteAllText(written, JsonSerializer.Serialize(new Kept(hands.Offset.Ticks), JsonSerializerOptions.Web));
        File.Move(written, file, overwrite: true);
    }

    /// <param name="Offset">What is added to the real time.</param>
    /// <param name="StandsAt">Where the clock stands still; <see langword="null"/> while it runs.</param>
    private sealed record Hands(TimeSpan Offset, DateTimeOffset? StandsAt);

    private sealed record Kept(long OffsetTicks);
}
