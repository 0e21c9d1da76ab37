namespace Inburgering.Storage;

/// <summary>
/// Names what storage requests are made for, so that they can be counted by use case. The name goes with the asynchronous call:
/// two at once don't meet.
/// </summary>
public static class UseCase
{
    private const string None = "none";
    private static readonly AsyncLocal<string?> Current = new();

    /// <summary>The name under which the calling code runs; <c>none</c> outside of any, as at the start of the app.</summary>
    public static string Name => Current.Value ?? None;

    /// <summary>Runs <paramref name="body"/> under a name.</summary>
    /// <param name="name">A function's name: it is shown to operators, so it names nobody.</param>
    /// <param name="body">What is done.</param>
    public static async Task RunAsync(string name, Func<Task> body)
    {
        // What an asynchronous method sets here ends with it.
        Current.Value = name;
        await body();
    }
}
