using System.Text;
using System.Text.Json.Nodes;
using Inburgering.Functions.Tests.Contract;

namespace Inburgering.Functions.Tests.Requests;

/// <summary>A body that breaks one rule of an operation's schema, and the field that the answer must name.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Field">The path of the field.</param>
internal sealed record Malformation(string Name, string Field, byte[] Body)
{
    /// <summary>Every rule of the operation's schema broken once, and what is no JSON object at all.</summary>
    /// <param name="valid">A body that the operation takes.</param>
    public static IEnumerable<Malformation> Of(ApiOperation operation, JsonObject valid)
    {
        var text = valid.ToJsonString();
        yield return Raw("not JSON", "body", "{ \"oops\": ");
        yield return Raw("XML", "body", "<body/>");
        yield return Raw("two documents", "body", text + text);
        yield return Raw("an array", "body", "[]");
        yield return Raw("an array around it", "body", $"[{text}]");
        yield return Raw("a text", "body", "\"hello\"");
        yield return Raw("null", "body", "null");
        yield return Raw("a number", "body", "17");
        yield return Raw("a name that is half a surrogate pair", "(a name that is no text)", text.Insert(1, "\"\\ud800\":1,"));
        yield return Raw("a name twice", "body", text.Insert(1, "\"colour\":1,\"colour\":2,"));
        yield return Raw("nested too deep", "body", string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200)));
        if (operation.RequiresBody)
        {
            yield return new Malformation("empty", "body", []);
        }

        foreach (var (name, field, body) in Broken(valid, OpenApi.Schema(operation.BodySchema), [], ""))
        {
            // What is written in Latin-1 is no UTF-8; everything else in these bodies is ASCII.
            yield return new Malformation(name, field, Encoding.Latin1.GetBytes(body));
        }
    }

    public override string ToString() => Name;

    private static Malformation Raw(string name, string field, string body) => new(name, field, Encoding.UTF8.GetBytes(body));

    /// <summary>Walks schema and body together.</summary>
    private static IEnumerable<(string Name, string Field, string Body)> Broken(JsonObject whole, JsonObject schema, IReadOnlyList<object> steps, string path)
    {
        yield return ($"unknown property in {path}.", Join(path, "colour"), With(whole, [.. steps, "colour"], "\"blue\""));
        foreach (var (name, property) in schema["properties"]!.AsObject())
        {
            if (At(whole, steps)[name] is not { } value)
            {
                continue;
            }

            var definition = OpenApi.Resolved(property!.AsObject());
            var (field, here) = (Join(path, name), (IReadOnlyList<object>)[.. steps, name]);
            if (schema["required"]?.AsArray().Any(required => required!.GetValue<string>() == name) is true)
            {
                yield return ($"{field} missing", field, Without(whole, here));
                yield return ($"{field} null", field, With(whole, here, "null"));
            }

            foreach (var (what, wrong) in WrongValues(definition))
            {
                yield return ($"{field} {what}", field, With(whole, here, wrong));
            }

            if (value is JsonArray { Count: > 0 } && definition["items"] is JsonObject items)
            {
                var item = OpenApi.Resolved(items);
                var itemField = item.ContainsKey("properties") ? field + "[0]" : field;
                yield return ($"{field} with null in it", itemField, With(whole, here, "[null]"));
                yield return ($"{field} with a number in it", itemField, With(whole, here, "[17]"));
                if (item.ContainsKey("properties"))
                {
                    foreach (var deeper in Broken(whole, item, [.. here, 0], field + "[0]"))
                    {
                        yield return deeper;
                    }
                }
            }
        }
    }

    private static IEnumerable<(string What, string Json)> WrongValues(JsonObject definition)
    {
        switch (definition["type"]!.GetValue<string>())
        {
            case "string":
                yield return ("a number", "17");
                yield return ("true", "true");
                yield return ("a list", "[\"a\"]");
                yield return ("an object", "{}");
                yield return ("empty", "\"\"");
                yield return ("half a surrogate pair", "\"\\ud800\"");
                yield return ("no UTF-8", "\"\u00c3(\"");
                yield return ("blank", "\"   \"");
                if (definition["maxLength"] is { } length)
                {
                    yield return ("too long", $"\"{new string('a', length.GetValue<int>() + 1)}\"");
                }

                if (definition["format"]?.GetValue<string>() == "date")
                {
                    yield return ("not in the calendar", "\"2001-02-30\"");
                    yield return ("in Belgian notation", "\"17/05/1991\"");
                    yield return ("an instant", "\"1991-05-17T00:00:00Z\"");
                    yield return ("of a year without a century", "\"91-05-17\"");
                }

                if (definition["format"]?.GetValue<string>() == "email")
                {
                    yield return ("without an at", "\"someone.example.org\"");
                }

                if (definition["pattern"] is not null)
                {
                    yield return ("of another form", "\"!?\"");
                }

                break;
            case "boolean":
                yield return ("a text", "\"true\"");
                yield return ("a number", "1");
                if (definition["enum"] is not null)
                {
                    yield return ("false", "false");
                }

                break;
            case "integer":
                yield return ("a text", "\"17\"");
                yield return ("true", "true");
                yield return ("a list", "[17]");
                yield return ("a fraction", "17.5");
                yield return ("too large to be one", "99999999999999999999");
                if (definition["minimum"] is { } least)
                {
                    yield return ("too small", (least.GetValue<int>() - 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
                }

                if (definition["maximum"] is { } most)
                {
                    yield return ("too large", (most.GetValue<int>() + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
                }

                break;
            case "array":
                yield return ("a text", "\"a\"");
                yield return ("an object", "{}");
                yield return ("too many", $"[{string.Join(',', Enumerable.Repeat("\"a\"", definition["maxItems"]!.GetValue<int>() + 1))}]");
                break;
            default:
                throw new NotSupportedException($"No wrong value is known for {definition["type"]}.");
        }
    }

    private static JsonObject At(JsonObject whole, IReadOnlyList<object> steps) => steps.Aggregate((JsonNode)whole, Step).AsObject();

    private static JsonNode Step(JsonNode node, object step) => step is int index ? node[index]! : node[(string)step]!;

    private static string Without(JsonObject whole, IReadOnlyList<object> steps)
    {
        var copy = whole.DeepClone().AsObject();
        At(copy, [.. steps.SkipLast(1)]).Remove((string)steps[^1]);
        return copy.ToJsonString();
    }

    private static string With(JsonObject whole, IReadOnlyList<object> steps, string json)
    {
        const string mark = "3c9b5a54-the-mark";
        var copy = whole.DeepClone().AsObject();
        At(copy, [.. steps.SkipLast(1)])[(string)steps[^1]] = mark;
        return copy.ToJsonString().Replace($"\"{mark}\"", json, StringComparison.Ordinal);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
