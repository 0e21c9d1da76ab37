using System.Globalization;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>A text, number or truth value that a SQL filter compares. Numbers of all kinds compare with each other; other kinds never mix.</summary>
internal readonly struct SqlValue
{
    private readonly object value;

    private SqlValue(object value) => this.value = value;

    public string? AsText => value as string;

    public bool? AsTruth => value as bool?;

    public static SqlValue Text(string text) => new(text);

    public static SqlValue Truth(bool truth) => new(truth);

    public static SqlValue Number(decimal number) => new(number);

    /// <summary>False for a missing property (SQL's NULL) and for a kind of value that filters can't compare.</summary>
    public static bool TryFrom(object? property, out SqlValue value)
    {
        object? comparable = property switch
        {
            string or bool or decimal => property,
            sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToDecimal(property, CultureInfo.InvariantCulture),
            float or double when Convert.ToDouble(property, CultureInfo.InvariantCulture) is var number && Math.Abs(number) < 1e28 => (decimal)number,
            char or Guid or Uri => property.ToString(),
            DateTimeOffset instant => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            DateTime instant => instant.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
            _ => null,
        };
        value = comparable is null ? default : new SqlValue(comparable);
        return comparable is not null;
    }

    /// <summary>Less than, equal to or more than 0; <see langword="null"/> when the kinds differ. Texts compare by code point, with case.</summary>
    public static int? Compare(SqlValue left, SqlValue right) => (left.value, right.value) switch
    {
        (string first, string second) => string.CompareOrdinal(first, second),
        (bool first, bool second) => first.CompareTo(second),
        (decimal first, decimal second) => first.CompareTo(second),
        _ => null,
    };
}
