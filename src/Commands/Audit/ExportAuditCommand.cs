using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Inburgering.Calendar;
using Inburgering.People;
using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Commands.Audit;

/// <summary>
/// <c>inburgering export-audit --person ID --by WHO --reason WHY [--from DAY] [--until DAY] [--data FOLDER]</c>: the audit trail of one
/// person and one period as JSON on standard output. The export is itself recorded in the trail, before anything is shown.
/// </summary>
internal static class ExportAuditCommand
{
    private const int MostTries = 20;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <returns>0 if it was exported, 1 if there is no such person, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock, TextWriter to)
    {
        if (!Options.TryRead(arguments, ["--person", "--by", "--reason", "--from", "--until", "--data"], out var options)
            || !options.TryGetValue("--person", out var personId)
            || !options.TryGetValue("--by", out var operatorId)
            || !options.TryGetValue("--reason", out var reason)
            || !Options.TryDay(options.GetValueOrDefault("--from"), DateOnly.MinValue, out var from)
            || !Options.TryDay(options.GetValueOrDefault("--until"), DateOnly.MaxValue, out var until))
        {
            Console.Error.WriteLine("inburgering: export-audit takes --person ID --by WHO --reason WHY, and if wanted --from 2026-03-01 --until 2026-03-31 --data FOLDER.");
            return 2;
        }

        try
        {
            var folder = options.GetValueOrDefault("--data");
            await using var services = Storage.Open(folder);
            var store = services.GetRequiredService<PersonStore>();
            if (!await RecordAsync(store, personId, operatorId, reason, Storage.NowOf(folder, clock)))
            {
                Console.Error.WriteLine($"inburgering: there is no person {personId}, or the file is too busy to record the export.");
                return 1;
            }

            var lines = (await store.AuditAsync(personId, CancellationToken.None)).Where(line => LegalCalendar.DayOf(line.At) is var day && day >= from && day <= until);
            await to.WriteLineAsync(JsonSerializer.Serialize(new { personId, lines = lines.Select(line => new { hash = line.Hash(personId), line = RowCodec.ToJson(line) }) }, Readable));
            return 0;
        }
        catch (CommandException exception)
        {
            Console.Error.WriteLine($"inburgering: {exception.Message}");
            return 1;
        }
    }

    private static async Task<bool> RecordAsync(PersonStore store, string personId, string operatorId, string reason, DateTimeOffset now)
    {
        for (var tries = 0; tries < MostTries && await store.FindKeptAsync(personId, CancellationToken.None) is { } stored; tries++)
        {
            var change = new FileChange(stored.File, now, Actor.Operator(operatorId)) { Reason = reason };
            change.Record("auditExported");
            if (await store.CommitAsync(stored, change, null, [], CancellationToken.None) == CommitResult.Committed)
            {
                return true;
            }
        }

        return false;
    }
}
