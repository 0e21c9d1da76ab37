using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Inburgering.Learning;

/// <summary>How a file of the package is read, and what is wrong with it told.</summary>
public sealed partial class ContentReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private YamlNode? Load(string file) => Text(file) is { } yaml ? Parse(file, yaml) : null;

    /// <returns><see langword="null"/> if it can't be read; then that is told.</returns>
    private string? Text(string file)
    {
        if (!File.Exists(file))
        {
            problems.Add(new ContentProblem(file, "is missing"));
            return null;
        }

        try
        {
            return File.ReadAllText(file, Utf8).ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new ContentProblem(file, "is not in UTF-8"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ContentProblem(file, $"can't be read: {exception.Message}"));
        }

        return null;
    }

    private YamlNode? Parse(string file, string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count == 1)
            {
                return stream.Documents[0].RootNode;
            }

            problems.Add(new ContentProblem(file, "is empty"));
        }
        catch (YamlException exception)
        {
            problems.Add(new ContentProblem(file, string.Create(CultureInfo.InvariantCulture, $"line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}")));
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet's scanner throws for some brackets that are never closed.
            problems.Add(new ContentProblem(file, "is no YAML: a bracket is opened and not closed"));
        }

        return null;
    }

    private YamlMappingNode? MappingIn(string file)
    {
        var root = Load(file);
        Require(file, root is null or YamlMappingNode, "must be an object");
        return root as YamlMappingNode;
    }

    /// <returns><see langword="null"/> if it could not be read as a list; then that is the one problem told.</returns>
    private List<YamlMappingNode>? ListIn(string file)
    {
        var root = Load(file);
        Require(file, root is null or YamlSequenceNode, "must be a list");
        return root is YamlSequenceNode list ? Mappings(file, list) : null;
    }

    private List<YamlMappingNode> Items(string file, YamlMappingNode node, string name)
    {
        if (node.Children.TryGetValue(name, out var value) && value is YamlSequenceNode list)
        {
            return Mappings(file, list);
        }

        problems.Add(new ContentProblem(file, $"{Line(node)}: {name} must be a list"));
        return [];
    }

    private List<YamlMappingNode> Mappings(string file, YamlSequenceNode list)
    {
        foreach (var item in list.Where(item => item is not YamlMappingNode))
        {
            problems.Add(new ContentProblem(file, $"{Line(item)}: must be an object"));
        }

        return [.. list.OfType<YamlMappingNode>()];
    }

    private string Scalar(string file, YamlMappingNode node, string name)
    {
        if (node.Children.TryGetValue(name, out var value) && value is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        problems.Add(new ContentProblem(file, $"{Line(node)}: {name} is missing"));
        return string.Empty;
    }

    /// <summary>
    /// A property that is none is told, for it may be one that is misspelt. Where the same object has another problem, that is the one
    /// line: it lacks what is misspelt.
    /// </summary>
    private void Known(string file, YamlMappingNode node, int problemsBefore, params ReadOnlySpan<string> names)
    {
        foreach (var key in problems.Count == problemsBefore ? node.Children.Keys : [])
        {
            if (!names.Contains(key.ToString()))
            {
                problems.Add(new ContentProblem(file, $"{Line(key)}: {key} is no property here"));
            }
        }
    }

    private bool Flag(string file, YamlMappingNode node, string name)
    {
        var text = Scalar(file, node, name);
        Require(file, text is "true" or "false" or "", $"{Line(node)}: {name} must be true or false");
        return text == "true";
    }

    private int Whole(string file, YamlMappingNode node, string name)
    {
        var text = Scalar(file, node, name);
        var valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        Require(file, valid || text.Length == 0, $"{Line(node)}: {name} must be a whole number above 0");
        return number;
    }

    private void Unique(string file, string name, IEnumerable<string> ids)
    {
        foreach (var twice in ids.Where(id => id.Length > 0).GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            problems.Add(new ContentProblem(file, $"{name} {twice.Key} stands twice"));
        }
    }

    private void Require(string file, bool holds, string message)
    {
        if (!holds)
        {
            problems.Add(new ContentProblem(file, message));
        }
    }

    private static string Line(YamlNode node) => string.Create(CultureInfo.InvariantCulture, $"line {node.Start.Line}");
}
