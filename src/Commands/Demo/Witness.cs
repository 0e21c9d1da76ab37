using System.Diagnostics;
using System.Globalization;

namespace Inburgering.Commands.Demo;

/// <summary>Sees each step and each check, tells of them, and objects to the first that is not as expected.</summary>
internal sealed class Witness(TextWriter output)
{
    /// <summary>How long something that must happen at once may take, in real time.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    public int Checks { get; private set; }

    public void Life(string title)
    {
        output.WriteLine();
        output.WriteLine(title);
    }

    public void Step(DateTimeOffset now, string title)
    {
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {now:yyyy-MM-dd HH:mm}Z  {title}"));
    }

    /// <summary>What one sees at once, without it being a check.</summary>
    public void Note(string text) => output.WriteLine($"      · {text}");

    public void Equal<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new UnmetExpectationException($"{what}: expected {Show(expected)}, was {Show(actual)}.");
        }

        Tick($"{what}: {Show(actual)}");
    }

    public void EqualLists(string what, IEnumerable<string> expected, IEnumerable<string> actual) =>
        Equal(what, string.Join(", ", expected), string.Join(", ", actual));

    /// <param name="actual">Shown if it does not hold.</param>
    public void Holds(string what, bool holds, string actual)
    {
        if (!holds)
        {
            throw new UnmetExpectationException($"{what}: this does not hold; seen: {actual}");
        }

        Tick(what);
    }

    /// <summary>Looks again until it is as expected, at most <see cref="Soon"/>; then checks it.</summary>
    public async Task<T> SoonAsync<T>(string what, T expected, Func<Task<T>> look)
    {
        var actual = await LookUntilAsync(look, seen => EqualityComparer<T>.Default.Equals(expected, seen));
        Equal(what, expected, actual);
        return actual;
    }

    /// <summary>Looks again until there is exactly one, at most <see cref="Soon"/>, and returns it.</summary>
    public async Task<T> SoonOneAsync<T>(string what, Func<Task<IReadOnlyList<T>>> look)
    {
        var seen = await LookUntilAsync(look, items => items.Count > 0);
        Equal($"{what}: how many", 1, seen.Count);
        return seen[0];
    }

    private static async Task<T> LookUntilAsync<T>(Func<Task<T>> look, Func<T, bool> isAsExpected)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (isAsExpected(seen) || waited.Elapsed > Soon)
            {
                return seen;
            }

            await Task.Delay(100);
        }
    }

    private static string Show<T>(T value) => value switch
    {
        null => "nothing",
        DateOnly day => day.ToString("ddd yyyy-MM-dd", CultureInfo.InvariantCulture),
        "" => "(none)",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "nothing",
    };

    private void Tick(string text)
    {
        Checks++;
        output.WriteLine($"      ✓ {text}");
    }
}
