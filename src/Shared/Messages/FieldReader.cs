using System.Globalization;
using System.Text.Json;

namespace Inburgering.Messages;

/// <summary>A field that breaks a rule, in the caller's terms.</summary>
/// <param name="Name">The field's path, as in <c>data.holder.birthDate</c>.</param>
/// <param name="Rule">What it must be.</param>
public sealed record FieldError(string Name, string Rule)
{
    public override string ToString() => $"{Name} {Rule}";
}

/// <summary>
/// Reads the fields of a JSON object and keeps every broken rule with the field's path, so that a caller learns all of
/// them at once. A value read from a broken field is a stand-in: use nothing before <see cref="Errors"/> is empty.
/// </summary>
public sealed class FieldReader
{
    private readonly JsonElement element;
    private readonly string path;
    private readonly List<FieldError> errors;
    private readonly List<FieldReader> children;
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly bool present;

    private FieldReader(JsonElement element, string path, List<FieldError> errors, bool present)
    {
        (this.element, this.path, this.errors, this.present, children) = (element, path, errors, present, []);
    }

    /// <summary>Every rule broken so far, anywhere below the root.</summary>
    public IReadOnlyList<FieldError> Errors => errors;

    /// <summary>A reader of a whole document; its root must be an object.</summary>
    public static FieldReader ForRequest(JsonElement root)
    {
        var errors = new List<FieldError>();
        var isObject = root.ValueKind == JsonValueKind.Object;
        if (!isObject)
        {
            errors.Add(new FieldError("body", "must be a JSON object"));
        }

        return new FieldReader(root, string.Empty, errors, isObject);
    }

    /// <summary>A reader of a query string: every parameter is a text.</summary>
    public static FieldReader ForQuery(IEnumerable<(string Name, string Value)> parameters) => new(
        JsonSerializer.SerializeToElement(parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal)), string.Empty, [], present: true);

    /// <summary>Records a broken rule of this object's own making.</summary>
    public void Rule(string name, bool holds, string rule)
    {
        // A field that could not even be read has its error already.
        if (!holds && present && !errors.Any(error => error.Name == PathOf(name)))
        {
            errors.Add(new FieldError(PathOf(name), rule));
        }
    }

    /// <summary>Refuses every property that was not asked for, here and below: requests are closed, messages open.</summary>
    public void RefuseUnread()
    {
        if (present)
        {
            foreach (var property in element.EnumerateObject().Select(WireName.NameOf).Where(name => !read.Contains(name)))
            {
                errors.Add(new FieldError(PathOf(property), "is not a known property"));
            }
        }

        foreach (var child in children)
        {
            child.RefuseUnread();
        }
    }

    public bool Has(string name) => TryGet(name, out _);

    public string Text(string name, int maxLength) => Required(name) ? OptionalText(name, maxLength) ?? string.Empty : string.Empty;

    public string? OptionalText(string name, int maxLength)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        var text = WireName.TextOf(value);
        Rule(name, text is not null, "must be a text");
        Rule(name, text is null || !string.IsNullOrWhiteSpace(text), "must not be empty");
        Rule(name, text is null || text.Length <= maxLength, string.Create(CultureInfo.InvariantCulture, $"must be at most {maxLength} characters"));
        Rule(name, text is null || !text.Any(char.IsControl), "must not hold control characters");
        return text;
    }

    public DateOnly Date(string name) => Required(name) ? OptionalDate(name) ?? default : default;

    public DateOnly? OptionalDate(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        var valid = DateOnly.TryParseExact(WireName.TextOf(value), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        Rule(name, valid, "must be a date like 2026-05-04");

        // Whatever is reckoned from a date stays within the calendar.
        Rule(name, date.Year is >= 1800 and <= 2999, "must be a date from 1800 to 2999");
        return valid && date.Year is >= 1800 and <= 2999 ? date : null;
    }

    public DateTimeOffset Instant(string name)
    {
        if (!Required(name) || !TryGet(name, out var value))
        {
            return default;
        }

        var valid = value.TryGetDateTimeOffsetSafely(out var instant);
        Rule(name, valid, "must be an instant like 2026-03-02T09:15:00Z");
        return instant;
    }

    public int Whole(string name, int minimum, int maximum) => Required(name) ? OptionalWhole(name, minimum, maximum) ?? default : default;

    public int? OptionalWhole(string name, int minimum, int maximum)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        var number = 0;
        var valid = value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number) && number >= minimum && number <= maximum;
        Rule(name, valid, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {minimum} to {maximum}"));
        return number;
    }

    /// <summary>An amount of euro from 0, in whole cents.</summary>
    public decimal? OptionalAmount(string name, decimal maximum)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        var amount = 0m;
        Rule(
            name,
            value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out amount) && amount >= 0 && amount <= maximum && decimal.Round(amount, 2) == amount,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"must be an amount of euro from 0 to {maximum}, in cents at the finest"));
        return amount;
    }

    public bool Flag(string name) => Required(name) && OptionalFlag(name) is true;

    public bool? OptionalFlag(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        Rule(name, value.ValueKind is JsonValueKind.True or JsonValueKind.False, "must be true or false");
        return value.ValueKind == JsonValueKind.True;
    }

    public T OneOf<T>(string name)
        where T : struct, Enum => Required(name) ? OptionalOneOf<T>(name) ?? default : default;

    public T? OptionalOneOf<T>(string name)
        where T : struct, Enum
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        var known = WireName.TryParse<T>(WireName.TextOf(value), out var parsed);
        Rule(name, known, "must be one of " + string.Join(", ", WireName.All<T>()));
        return known ? parsed : null;
    }

    public FieldReader Object(string name)
    {
        Required(name);
        return OptionalObject(name) ?? Child(default, name, isPresent: false);
    }

    public FieldReader? OptionalObject(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        var isObject = value.ValueKind == JsonValueKind.Object;
        Rule(name, isObject, "must be an object");
        return Child(value, name, isObject);
    }

    /// <summary>A required list of objects.</summary>
    public IReadOnlyList<FieldReader> List(string name, int minimum)
    {
        Required(name);
        var items = OptionalList(name);
        Rule(name, items.Count >= minimum, string.Create(CultureInfo.InvariantCulture, $"must have at least {minimum} item(s)"));
        return items;
    }

    /// <summary>A list of objects; empty when it is left out. At most 1,000 items.</summary>
    public IReadOnlyList<FieldReader> OptionalList(string name)
    {
        var items = Items(name);
        var readers = new List<FieldReader>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var itemName = string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]");
            Rule(itemName, items[i].ValueKind == JsonValueKind.Object, "must be an object");
            readers.Add(Child(items[i], itemName, items[i].ValueKind == JsonValueKind.Object));
        }

        return readers;
    }

    /// <summary>A required list of texts, none empty.</summary>
    public IReadOnlyList<string> Texts(string name, int maxLength)
    {
        Required(name);
        var texts = new List<string>();
        foreach (var item in Items(name))
        {
            var text = WireName.TextOf(item);
            Rule(name, !string.IsNullOrWhiteSpace(text), "must hold texts only, none empty");
            Rule(name, text is null || text.Length <= maxLength, string.Create(CultureInfo.InvariantCulture, $"must hold texts of at most {maxLength} characters"));
            texts.Add(text ?? string.Empty);
        }

        return texts;
    }

    /// <summary>A required list of known values.</summary>
    public IReadOnlyList<T> EachOf<T>(string name)
        where T : struct, Enum
    {
        var values = new List<T>();
        foreach (var text in Texts(name, 60))
        {
            Rule(name, WireName.TryParse<T>(text, out var value), "must hold only " + string.Join(", ", WireName.All<T>()));
            values.Add(value);
        }

        return values;
    }

    private List<JsonElement> Items(string name)
    {
        if (!TryGet(name, out var value))
        {
            return [];
        }

        var isList = value.ValueKind == JsonValueKind.Array;
        Rule(name, isList, "must be a list");
        Rule(name, !isList || value.GetArrayLength() <= 1000, "must have at most 1000 items");
        return isList && value.GetArrayLength() <= 1000 ? [.. value.EnumerateArray()] : [];
    }

    private bool Required(string name)
    {
        var has = TryGet(name, out _);
        Rule(name, has, "is required");
        return has;
    }

    private bool TryGet(string name, out JsonElement value)
    {
        value = default;
        read.Add(name);
        return present && WireName.TryGetNamed(element, name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private FieldReader Child(JsonElement value, string name, bool isPresent)
    {
        var child = new FieldReader(value, PathOf(name), errors, isPresent);
        children.Add(child);
        return child;
    }

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
