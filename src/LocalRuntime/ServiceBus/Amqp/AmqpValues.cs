using Amqp.Types;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Property values between AMQP and .NET. Types that AMQP lacks travel as Service Bus describes them: <c>com.microsoft:timespan</c> and so on.</summary>
internal static class AmqpValues
{
    private static readonly Symbol TimeSpanType = "com.microsoft:timespan";
    private static readonly Symbol InstantType = "com.microsoft:datetime-offset";
    private static readonly Symbol UriType = "com.microsoft:uri";

    public static object? Write(object? value) => value switch
    {
        TimeSpan span => new DescribedValue(TimeSpanType, span.Ticks),
        DateTimeOffset instant => new DescribedValue(InstantType, instant.UtcTicks),
        Uri uri => new DescribedValue(UriType, uri.OriginalString),

        // AMQPNetLite has no decimals, and a message that can't be written would never leave.
        decimal number => (double)number,
        _ => value,
    };

    /// <returns>False for what a property can't be: a list, a map, an unknown described type.</returns>
    public static bool TryRead(object? value, out object? property)
    {
        property = value switch
        {
            Symbol symbol => symbol.ToString(),
            DescribedValue { Value: long ticks } span when TimeSpanType.Equals(span.Descriptor) => TimeSpan.FromTicks(ticks),
            DescribedValue { Value: long ticks } instant when InstantType.Equals(instant.Descriptor) => new DateTimeOffset(ticks, TimeSpan.Zero),
            DescribedValue { Value: string uri } address when UriType.Equals(address.Descriptor) => new Uri(uri, UriKind.RelativeOrAbsolute),
            string or bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or char or Guid or DateTime or byte[] => value,
            _ => null,
        };
        return property is not null || value is null;
    }

    /// <exception cref="ArgumentException">A value that an application property can't have; names the property.</exception>
    public static Dictionary<string, object?> ReadProperties(IEnumerable<KeyValuePair<object, object>>? map)
    {
        var properties = new Dictionary<string, object?>();
        foreach (var (name, value) in map ?? [])
        {
            properties[name.ToString()!] = TryRead(value, out var property)
                ? property
                : throw new ArgumentException($"The application property '{name}' has a type that a message property can't have.", nameof(map));
        }

        return properties;
    }

    /// <summary>The properties that a receiver changes while it settles.</summary>
    /// <exception cref="ArgumentException">As <see cref="ReadProperties"/>.</exception>
    public static Dictionary<string, object> ReadChanges(IEnumerable<KeyValuePair<object, object>>? map) =>
        ReadProperties(map).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
}
