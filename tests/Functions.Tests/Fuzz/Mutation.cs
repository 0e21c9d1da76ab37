using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Inburgering.Functions.Tests.Fuzz;

/// <summary>Makes a body that is wrong, or only strange, from good ones.</summary>
internal static class Mutation
{
    /// <summary>Values that programs stumble over, as JSON.</summary>
    private static readonly string[] StrangeValues =
    [
        "null", "true", "0", "-1", "1e400", "99999999999999999999", "0.1", "-0", "2147483648", "[]", "{}", "[null]", "[[[]]]", "{\"a\":{\"a\":{}}}",
        "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\ufeff\"", "\"\u202e\u0627\u0644\"", "\"\U0001F9D1\u200D\U0001F680\"", "\"'; --\"", "\"<script>\"", "\"../../x\"", "\"%00\"",
        "\"0001-01-01\"", "\"9999-12-31\"", "\"2024-02-29\"", "\"2026-02-29\"", "\"1991-05-17T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59.9999999-14:00\"",
        "\"2026-03-29T02:30:00+01:00\"", "\"1.0\"", "\"00000000000\"", "\"91051712352\"", "\"44021\"", "\"XX\"", "\"a@b\"",
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
    ];

    /// <param name="bodies">Good bodies, to take parts of.</param>
    public static byte[] Of(byte[] body, IReadOnlyList<byte[]> bodies, Random random)
    {
        var mutated = random.Next(3) == 0 ? body : OfJson(body, bodies, random);
        return random.Next(3) == 0 ? OfBytes(mutated, bodies, random) : mutated;
    }

    /// <summary>Bits flipped, bytes put in, left out, doubled, cut off or spliced from another.</summary>
    public static byte[] OfBytes(byte[] body, IReadOnlyList<byte[]> bodies, Random random)
    {
        var bytes = body.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 20));
            length = Math.Min(length, bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 4 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    var other = bodies[random.Next(bodies.Count)];
                    bytes.InsertRange(at, other.Skip(random.Next(Math.Max(1, other.Length))).Take(random.Next(40)));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Properties left out, doubled, renamed, given a strange value, another's value or a whole other's part.</summary>
    private static byte[] OfJson(byte[] body, IReadOnlyList<byte[]> bodies, Random random)
    {
        if (Parsed(body) is not { } root)
        {
            return body;
        }

        const string mark = "3c9b5a54-the-mark";
        var replacements = new List<string>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var objects = Objects(root).Where(found => found.Count > 0).ToList();
            if (objects.Count == 0)
            {
                break;
            }

            var target = objects[random.Next(objects.Count)];
            var name = target.ElementAt(random.Next(target.Count)).Key;
            switch (random.Next(7))
            {
                case 0:
                    target.Remove(name);
                    break;
                case 1:
                    target[name + (random.Next(2) == 0 ? "2" : " ")] = target[name]?.DeepClone();
                    break;
                case 2 when Parsed(bodies[random.Next(bodies.Count)]) is { } other && Objects(other).Where(part => part.ContainsKey(name)).ToList() is { Count: > 0 } parts:
                    target[name] = parts[random.Next(parts.Count)][name]?.DeepClone();
                    break;
                case 3 when target[name] is JsonArray { Count: > 0 } list:
                    for (var doubled = random.Next(1, 40); doubled > 0; doubled--)
                    {
                        list.Add(list[0]?.DeepClone());
                    }

                    break;
                case 4:
                    // The same name twice, which a JsonObject can't hold.
                    target[mark + replacements.Count] = 0;
                    replacements.Add($"{JsonSerializer.Serialize(name)}:{StrangeValues[random.Next(StrangeValues.Length)]}");
                    break;
                case 5:
                    target[name] = JsonNode.Parse(new string('[', random.Next(1, 60)) is var open ? open + new string(']', open.Length) : "");
                    break;
                default:
                    target[name] = mark + replacements.Count;
                    replacements.Add(StrangeValues[random.Next(StrangeValues.Length)]);
                    break;
            }
        }

        var text = root.ToJsonString();
        for (var i = replacements.Count - 1; i >= 0; i--)
        {
            text = text.Replace($"\"{mark}{i}\":0", replacements[i], StringComparison.Ordinal).Replace($"\"{mark}{i}\"", replacements[i], StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static JsonNode? Parsed(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject found => new[] { found }.Concat(found.SelectMany(member => Objects(member.Value))),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
