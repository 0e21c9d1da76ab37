using System.Globalization;
using Inburgering.Calendar;
using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Commands.Audit;

/// <summary>
/// <c>inburgering decided-under --policy VERSION [--from DAY] [--until DAY] [--data FOLDER]</c>: whose files were changed under a version of
/// the policy, and by which acts: person ids, nothing that says who they are. Reads every trail and changes nothing.
/// </summary>
internal static class DecidedUnderCommand
{
    /// <returns>0 if every trail was read, 1 if not, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (!Options.TryRead(arguments, ["--policy", "--from", "--until", "--data"], out var options)
            || !options.TryGetValue("--policy", out var version)
            || !Options.TryDay(options.GetValueOrDefault("--from"), DateOnly.MinValue, out var from)
            || !Options.TryDay(options.GetValueOrDefault("--until"), DateOnly.MaxValue, out var until))
        {
            Console.Error.WriteLine("inburgering: decided-under takes --policy VERSION, and if wanted --from 2026-03-01 --until 2026-03-31 --data FOLDER.");
            return 2;
        }

        try
        {
            await using var services = Storage.Open(options.GetValueOrDefault("--data"));
            var store = services.GetRequiredService<PersonStore>();
            var (read, found) = (0, 0);
            await foreach (var personId in store.AllPersonIdsAsync(CancellationToken.None))
            {
                read++;
                var acts = (await store.AuditAsync(personId, CancellationToken.None))
                    .Where(line => line.PolicyVersion == version && !line.IsLook && LegalCalendar.DayOf(line.At) is var day && day >= from && day <= until)
                    .Select(line => line.Action)
                    .Distinct()
                    .ToList();
                if (acts.Count > 0)
                {
                    found++;
                    await output.WriteLineAsync($"{personId}: {string.Join(", ", acts)}");
                }
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{found} of {read} persons have decisions under {version}."));
            return 0;
        }
        catch (Exception exception) when (exception is CommandException or RowUnreadableException)
        {
            Console.Error.WriteLine($"inburgering: {exception.Message}");
            return 1;
        }
    }
}
