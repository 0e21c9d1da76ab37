namespace Inburgering.Functions.Messages;

/// <summary>What became of the message that the running function takes: noted by the intake, counted by the middleware around it.</summary>
internal static class MessageOutcome
{
    public const string Completed = "completed";

    private static readonly AsyncLocal<Place?> Current = new();

    /// <summary>Runs a function.</summary>
    /// <returns>What it noted; <see langword="null"/> if it took no message.</returns>
    public static async Task<string?> OfAsync(Func<Task> function)
    {
        var place = new Place();
        Current.Value = place;
        await function();
        return place.Outcome;
    }

    public static void Note(string outcome)
    {
        if (Current.Value is { } place)
        {
            place.Outcome = outcome;
        }
    }

    private sealed class Place
    {
        public string? Outcome { get; set; }
    }
}
