using Inburgering.Learning;

namespace Inburgering.Commands.Content;

/// <summary><c>inburgering check-content FOLDER</c>: says what is wrong with a content package, what is missing in which language, and which translations are older than their Dutch text.</summary>
internal static class CheckContentCommand
{
    /// <returns>0 if the package can be published, 1 if not, 2 if the command line is wrong.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var folder])
        {
            Console.Error.WriteLine("inburgering: check-content takes the content folder, as in: inburgering check-content content");
            return 2;
        }

        var modulesFolder = Path.Combine(folder, "modules");
        var (package, problems) = ContentReader.Read(modulesFolder);
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }

        if (problems.Count > 0)
        {
            Console.Error.WriteLine($"{problems.Count} problem(s): the package can't be published.");
            return 1;
        }

        var languages = package.Modules.Values.SelectMany(module => module.Texts.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        foreach (var module in package.Modules.Values)
        {
            var missing = languages.Except(module.Texts.Keys).ToList();
            Console.WriteLine(
                $"{module.ModuleId}: version {module.Version}, {module.Sections.Count} sections, {module.Questions.Count} questions, {string.Join(", ", module.Texts.Keys)}"
                + (missing.Count == 0 ? string.Empty : $"; not yet in {string.Join(", ", missing)}"));
        }

        var outdated = TranslationSources.Outdated(modulesFolder, package);
        foreach (var translation in outdated)
        {
            Console.WriteLine(translation);
        }

        Console.WriteLine($"{package.Modules.Count} modules, no problems{(outdated.Count == 0 ? "; every translation is as new as its Dutch text" : $", {outdated.Count} translation(s) to look at")}.");
        return 0;
    }
}
