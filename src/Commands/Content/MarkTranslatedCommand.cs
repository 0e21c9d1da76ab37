using Inburgering.Learning;

namespace Inburgering.Commands.Content;

/// <summary><c>inburgering mark-translated FOLDER MODULE LANGUAGE [UNIT…]</c>: says that translations were made from the Dutch text as it stands now.</summary>
internal static class MarkTranslatedCommand
{
    /// <returns>0 if they are marked, 1 if the package has problems or lacks what is named, 2 if the command line is wrong.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var folder, var moduleId, var language, .. var units] || language == "nl")
        {
            Console.Error.WriteLine("inburgering: mark-translated takes the content folder, a module, a language other than nl, and if wanted the sections and questions, as in: inburgering mark-translated content basis tr basis-q07");
            return 2;
        }

        var modulesFolder = Path.Combine(folder, "modules");
        var (package, problems) = ContentReader.Read(modulesFolder);
        if (!package.Modules.TryGetValue(moduleId, out var module) || !module.Texts.ContainsKey(language))
        {
            foreach (var problem in problems)
            {
                Console.Error.WriteLine(problem);
            }

            Console.Error.WriteLine($"inburgering: there is no whole module {moduleId} in {language}.");
            return 1;
        }

        if (TranslationSources.Mark(modulesFolder, module, language, units) is not { } marked)
        {
            Console.Error.WriteLine($"inburgering: {moduleId} has no {string.Join(" or no ", units)}; name sections, questions, or module for title, goal and topics.");
            return 1;
        }

        Console.WriteLine($"{moduleId} in {language}: {marked.Count} text(s) marked as translated from the Dutch of today.");
        return 0;
    }
}
