using Inburgering.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Commands.Audit;

/// <summary><c>inburgering verify-audit [--data FOLDER]</c>: checks that nobody's audit trail was altered, cut or reordered.</summary>
internal static class VerifyAuditCommand
{
    /// <summary>No message is under way for longer: its look-up rows lead to a file by then.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromHours(1);

    /// <returns>0 if every trail is whole, 1 if one is not, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock)
    {
        if (!Options.TryRead(arguments, ["--data"], out var options))
        {
            Console.Error.WriteLine("inburgering: verify-audit takes at most --data FOLDER.");
            return 2;
        }

        try
        {
            await using var services = Storage.Open(options.GetValueOrDefault("--data"));
            var (people, lines, broken) = (0, 0L, 0);
            await foreach (var finding in services.GetRequiredService<AuditVerification>().AllAsync(clock.GetUtcNow() - UnderWay, CancellationToken.None))
            {
                (people, lines) = (people + 1, lines + finding.Lines);
                broken += finding.Faults.Count > 0 ? 1 : 0;
                foreach (var fault in finding.Faults)
                {
                    Console.Error.WriteLine($"{finding.PersonId}, line {fault.Number}: {fault.What}");
                }
            }

            Console.WriteLine($"{people} audit trails, {lines} lines; {(broken == 0 ? "all whole" : $"{broken} not whole")}.");
            return broken == 0 ? 0 : 1;
        }
        catch (CommandException exception)
        {
            Console.Error.WriteLine($"inburgering: {exception.Message}");
            return 1;
        }
    }
}
