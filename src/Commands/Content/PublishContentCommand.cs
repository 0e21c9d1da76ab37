using Inburgering.Commands.Audit;
using Inburgering.Learning;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.Commands.Content;

/// <summary>
/// <c>inburgering publish-content FOLDER --by WHO [--dry-run yes] [--data FOLDER]</c>: checks a content package, shows what it changes, and
/// publishes it as the next edition; running apps take it without a restart. A package with a problem is not published: the edition in force
/// stays. A dry run ends after what it would change.
/// </summary>
internal static class PublishContentCommand
{
    /// <returns>0 if it is in force, or was already, 1 if it was not published, 2 if the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock)
    {
        if (arguments is not [var folder, .. var rest] || !Options.TryRead(rest, ["--by", "--dry-run", "--data"], out var options) || !options.TryGetValue("--by", out var by)
            || options.GetValueOrDefault("--dry-run", "yes") != "yes")
        {
            Console.Error.WriteLine("inburgering: publish-content takes the content folder and who publishes it, as in: inburgering publish-content content --by an.peeters");
            return 2;
        }

        Console.Write($"Reading {folder} … ");
        var (package, problems) = ContentReader.Read(Path.Combine(folder, "modules"));
        Console.WriteLine($"{package.Modules.Count} modules, {package.Modules.Values.Sum(module => module.Texts.Count)} translations.");
        if (Refuse(problems))
        {
            return 1;
        }

        try
        {
            await using var services = Audit.Storage.Open(options.GetValueOrDefault("--data"));
            var publishing = services.GetRequiredService<ContentPublishing>();
            Console.Write("Comparing with what is published … ");
            var plan = await publishing.PlanAsync(package, CancellationToken.None);
            Console.WriteLine(plan.InForce is { InForce: var inForce } ? $"edition {inForce.Number} of {inForce.PublishedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, by {inForce.PublishedBy}." : "nothing is.");
            foreach (var change in plan.Changes)
            {
                Console.WriteLine($"  {change}");
            }

            if (Refuse(plan.Problems))
            {
                return 1;
            }

            if (plan.Changes.Count == 0)
            {
                Console.WriteLine($"Nothing changed: edition {plan.InForce?.InForce.Number} stays in force.");
                return 0;
            }

            if (options.ContainsKey("--dry-run"))
            {
                Console.WriteLine("Nothing was published: this was a dry run.");
                return 0;
            }

            Console.Write("Storing … ");
            if (await publishing.PublishAsync(plan, by, clock.GetUtcNow(), CancellationToken.None) is not { } published)
            {
                Console.Error.WriteLine("\ninburgering: somebody else published meanwhile. Look at what they changed, and start again.");
                return 1;
            }

            Console.WriteLine($"edition {published.Number} is in force. Running apps take it within half a minute; tests that are under way keep theirs.");
            return 0;
        }
        catch (CommandException exception)
        {
            Console.Error.WriteLine($"inburgering: {exception.Message}");
            return 1;
        }
    }

    private static bool Refuse(IReadOnlyList<ContentProblem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }

        if (problems.Count > 0)
        {
            Console.Error.WriteLine($"{problems.Count} problem(s): not published, what is published stays.");
        }

        return problems.Count > 0;
    }
}
