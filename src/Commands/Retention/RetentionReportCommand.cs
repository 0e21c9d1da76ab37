using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Commands.Audit;
using Inburgering.Messages;
using Inburgering.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Commands.Retention;

/// <summary>
/// <c>inburgering retention-report [--until DAY] [--refile yes] [--data FOLDER]</c>: what would be erased by a day, and why. It
/// erases nothing, and names persons by their random ids only.
/// </summary>
internal static class RetentionReportCommand
{
    /// <returns>0 if it was reported, 1 if the data can't be reached, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock)
    {
        if (!Options.TryRead(arguments, ["--until", "--refile", "--data"], out var options)
            || !TryDay(options.GetValueOrDefault("--until"), out var until)
            || options.GetValueOrDefault("--refile") is not (null or "yes"))
        {
            Console.Error.WriteLine("inburgering: retention-report takes, if wanted, --until 2028-03-31, --refile yes and --data FOLDER.");
            return 2;
        }

        try
        {
            var folder = options.GetValueOrDefault("--data");
            await using var services = Audit.Storage.Open(folder);
            var (planning, now) = (services.GetRequiredService<RetentionPlanning>(), Audit.Storage.NowOf(folder, clock));
            if (options.ContainsKey("--refile"))
            {
                Console.WriteLine($"{await planning.RefileAsync(now, CancellationToken.None)} files got an earlier day.");
            }

            var counts = new SortedDictionary<RetentionStep, int>();
            var day = until ?? LegalCalendar.DayOf(now);
            await foreach (var erasure in planning.UntilAsync(day, CancellationToken.None))
            {
                counts[erasure.Due.Step] = counts.GetValueOrDefault(erasure.Due.Step) + 1;
                Console.WriteLine($"{Day(erasure.Due.DueOn)}  {erasure.PersonId}  {WireName.Of(erasure.Due.Step)}: {WireName.Of(erasure.Due.Reason)} since {Day(erasure.Due.Since)} (policy {erasure.PolicyVersion})");
            }

            Console.WriteLine($"Until {Day(day)}: {(counts.Count == 0 ? "nothing falls due" : string.Join(", ", counts.Select(count => $"{count.Value} of {WireName.Of(count.Key)}")))}. Nothing was erased by this report.");
            return 0;
        }
        catch (CommandException exception)
        {
            Console.Error.WriteLine($"inburgering: {exception.Message}");
            return 1;
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool TryDay(string? text, out DateOnly? day)
    {
        var isDay = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
        day = isDay ? read : null;
        return text is null || isDay;
    }
}
