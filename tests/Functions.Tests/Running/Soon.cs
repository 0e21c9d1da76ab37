using System.Diagnostics;

namespace Inburgering.Functions.Tests.Running;

/// <summary>Waits for what comes soon, by looking again and again until a deadline.</summary>
internal static class Soon
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <param name="what">What is waited for, for the message of a failure.</param>
    /// <param name="look">Finds it; <see langword="null"/> as long as it is not there.</param>
    public static async Task<T> FindAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            Assert.True(waited.Elapsed < Deadline, $"Not there after {Deadline.TotalSeconds} seconds: {what}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
