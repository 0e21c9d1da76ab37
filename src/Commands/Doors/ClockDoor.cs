namespace Inburgering.Commands.Doors;

/// <summary>The movable clock. It runs at real speed; a move is lived: all that falls due in between has happened when it answers.</summary>
internal sealed class ClockDoor(PublicDoors doors)
{
    private static readonly TimeZoneInfo Brussels = TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels");

    public async Task<DateTimeOffset> NowAsync() => (await doors.GetAsync("local/clock")).As<ClockAnswer>().Now;

    /// <summary>The calendar day in Brussels.</summary>
    public async Task<DateOnly> TodayAsync() =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(await NowAsync(), Brussels).DateTime);

    /// <summary>Moves to an instant; nothing happens if it has passed already, so this may be repeated after a crash.</summary>
    public async Task MoveToAsync(DateTimeOffset instant)
    {
        if (await NowAsync() < instant)
        {
            (await doors.PostAsync("local/clock", new { to = instant.UtcDateTime })).OrThrow();
            doors.ForgetTokens();
        }
    }

    /// <summary>Moves to a time of a calendar day in Brussels.</summary>
    public Task MoveToAsync(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return MoveToAsync(new DateTimeOffset(local, Brussels.GetUtcOffset(local)));
    }

    /// <summary>A second passes, with all that is due and under way: a barrier before saying that something did <em>not</em> happen.</summary>
    public async Task LetSettleAsync()
    {
        (await doors.PostAsync("local/clock", new { advance = "PT1S" })).OrThrow();
    }

    private sealed record ClockAnswer(DateTimeOffset Now);
}
