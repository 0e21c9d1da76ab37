using System.Diagnostics;
using Inburgering.Commands.Doors;

namespace Inburgering.Commands.Demo;

/// <summary><c>inburgering demo</c>: two lives through the public doors of a running copy.</summary>
internal static class DemoCommand
{
    // A registration before the policy's first day binds nobody: a copy whose clock stands earlier is moved here first.
    private static readonly DateTimeOffset EarliestStart = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <returns>0 if every step of both lives ended as the law says, 1 if one did not, 2 if the arguments are wrong.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (Options(arguments) is not var (baseAddress, content))
        {
            await Console.Error.WriteLineAsync("Usage: inburgering demo --base URL [--content FOLDER]");
            return 2;
        }

        using var doors = new PublicDoors(baseAddress);
        var witness = new Witness(Console.Out);
        var took = Stopwatch.StartNew();
        try
        {
            var answers = new KnownAnswers(content);
            await doors.Clock.MoveToAsync(EarliestStart);
            Life[] lives = [new FulfilledBeforeArrival(doors, answers, witness), new EscalatedWithPartner(doors, answers, witness)];
            foreach (var life in lives)
            {
                await life.LiveAsync();
            }

            Console.WriteLine();
            Console.WriteLine("Summary");
            foreach (var life in lives)
            {
                await new Summary(Console.Out).WriteAsync(life);
            }

            Console.WriteLine();
            Console.WriteLine($"Both lives ended as the law says: {lives.Sum(life => life.Steps.Count)} steps, {witness.Checks} checks, in {took.Elapsed.TotalSeconds:0} s.");
            return 0;
        }
        catch (Exception exception) when (exception is UnmetExpectationException or DoorException)
        {
            return Failed(exception.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return Failed($"{baseAddress} does not answer: {exception.Message} Is a copy running there? Start one with ./run.");
        }
    }

    private static int Failed(string message)
    {
        Console.WriteLine($"      ✗ {message}");
        Console.WriteLine();
        Console.Error.WriteLine($"The demo stopped: {message}");
        return 1;
    }

    private static (Uri BaseAddress, string Content)? Options(IReadOnlyList<string> arguments)
    {
        Uri? baseAddress = null;
        var content = Path.Combine("content", "modules");
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var value = index + 1 < arguments.Count ? arguments[index + 1] : null;
            switch (arguments[index])
            {
                case "--base" when Uri.TryCreate(value, UriKind.Absolute, out var address):
                    baseAddress = address;
                    break;
                case "--content" when value is not null:
                    content = value;
                    break;
                default:
                    return null;
            }
        }

        return baseAddress is null ? null : (baseAddress, content);
    }
}
