namespace Inburgering.Shared.Tests.Learning;

/// <summary>A small whole content package in a folder of its own, to be broken by a test.</summary>
internal sealed class ContentFolder : IDisposable
{
    private static readonly (string File, string Content)[] Whole =
    [
        ("module.yaml", """
            moduleId: taxation
            version: 2
            compulsory: false
            sections:
              - { sectionId: why, minutes: 10 }
              - { sectionId: how, minutes: 15 }
            test:
              questions: 2

            """),
        ("questions.yaml", """
            - questionId: q1
              topic: duty
              section: why
              options:
                - { optionId: a, correct: true }
                - { optionId: b, correct: false }
            - questionId: q2
              topic: form
              section: how
              multiple: true
              options:
                - { optionId: a, correct: true }
                - { optionId: b, correct: true }
                - { optionId: c, correct: false }

            """),
        ("nl/module.yaml", """
            title: Belastingen
            goal: Weten
            topics:
              duty: Plicht
              form: Formulier

            """),
        ("nl/questions.yaml", """
            - questionId: q1
              text: Betaalt iedereen?
              options:
                - { optionId: a, text: Ja }
                - { optionId: b, text: Nee }
              explanation: Zonder belasting geen school.
            - questionId: q2
              text: Waar geeft u aan?
              options:
                - { optionId: a, text: Online }
                - { optionId: b, text: Op papier }
                - { optionId: c, text: Nergens }

            """),
        ("nl/why.md", "---\ntitle: Waarom\n---\n\nIedereen betaalt.\n"),
        ("nl/how.md", "---\ntitle: Hoe\n---\n\nMet een aangifte.\n"),
    ];

    public ContentFolder()
    {
        Path = Directory.CreateTempSubdirectory("inburgering-content-").FullName;
        foreach (var (file, content) in Whole)
        {
            Write(file, content);
        }
    }

    public string Path { get; }

    public void Write(string file, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), content.ReplaceLineEndings("\n"));
    }

    /// <summary>Replaces the first occurrence of a text that must be there.</summary>
    public void Replace(string file, string text, string replacement)
    {
        var content = File.ReadAllText(PathOf(file));
        var at = content.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} does not hold '{text}'.");
        File.WriteAllText(PathOf(file), content[..at] + replacement + content[(at + text.Length)..]);
    }

    /// <summary>Gives a section or a question another id, everywhere.</summary>
    public void Rename(string from, string to)
    {
        foreach (var file in Directory.GetFiles(System.IO.Path.Combine(Path, "taxation"), "*", SearchOption.AllDirectories))
        {
            var content = File.ReadAllText(file).Replace($"sectionId: {from},", $"sectionId: {to},", StringComparison.Ordinal)
                .Replace($"section: {from}\n", $"section: {to}\n", StringComparison.Ordinal).Replace($"questionId: {from}\n", $"questionId: {to}\n", StringComparison.Ordinal);
            File.WriteAllText(file, content);
            if (System.IO.Path.GetFileNameWithoutExtension(file) == from)
            {
                File.Move(file, System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, $"{to}.md"));
            }
        }
    }

    public void Delete(string file) => File.Delete(PathOf(file));

    /// <summary>A second module, the same but for its id.</summary>
    public void Copy(string from, string to)
    {
        foreach (var (file, content) in Whole)
        {
            var target = System.IO.Path.Combine(Path, to, file);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.WriteAllText(target, content.ReplaceLineEndings("\n").Replace(from, to, StringComparison.Ordinal));
        }
    }

    /// <summary>The Dutch texts once more as another language.</summary>
    public void AddLanguage(string language)
    {
        foreach (var (file, content) in Whole.Where(file => file.File.StartsWith("nl/", StringComparison.Ordinal)))
        {
            Write(language + file[2..], content);
        }
    }

    public void Remove(string module) => Directory.Delete(System.IO.Path.Combine(Path, module), recursive: true);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string PathOf(string file) => System.IO.Path.Combine(Path, "taxation", file);
}
