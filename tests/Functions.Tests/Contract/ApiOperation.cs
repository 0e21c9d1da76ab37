using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Inburgering.Functions.Tests.Doors;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>One operation of openapi.yaml.</summary>
/// <param name="Id">The name of the function that answers.</param>
/// <param name="Method">In upper case.</param>
/// <param name="Path">The whole path as a template, as <c>/api/v1/modules/{moduleId}</c>.</param>
internal sealed record ApiOperation(string Id, string Method, string Path, JsonObject Definition)
{
    private readonly Regex pattern = new("^" + Regex.Replace(Path, @"\{\w+\}", "[^/]+") + "$");

    /// <summary>The roles it takes; none means anyone.</summary>
    public IReadOnlyList<string> Roles => Definition.Texts("x-roles");

    /// <summary>Whether it may be called without a token.</summary>
    public bool IsOpen => Definition["security"] is JsonArray { Count: 0 };

    /// <summary>The names of the parameters in its path.</summary>
    public IReadOnlyList<string> Parameters => [.. Regex.Matches(Path, @"\{(\w+)\}").Select(match => match.Groups[1].Value)];

    public bool TakesBody => Definition.ContainsKey("requestBody");

    public bool RequiresBody => Definition["requestBody"]?["required"]?.GetValue<bool>() is true;

    /// <summary>The name of the component schema of its body.</summary>
    public string BodySchema => OpenApi.SchemaName(Definition["requestBody"]!["content"]!["application/json"]!["schema"]!);

    public bool Answers(string method, string path) => method == Method && pattern.IsMatch(path.Split('?')[0]);

    /// <summary>The path with values in the place of its parameters: given ones, else such as lead nowhere.</summary>
    public string PathWith(params (string Name, string Value)[] values) => Regex.Replace(Path, @"\{(\w+)\}", match =>
        values.FirstOrDefault(value => value.Name == match.Groups[1].Value).Value ?? match.Groups[1].Value switch
        {
            "moduleId" => "basis",
            "sectionId" => "arriving-and-registering",
            _ => "nobodyhasthisone",
        });

    public override string ToString() => Id;
}
