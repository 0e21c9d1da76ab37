using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// Reads a message as the Service Bus REST call writes it: the request's body is the message's, <c>BrokerProperties</c> is JSON
/// with its headers, every other header that HTTP does not know is an application property.
/// </summary>
internal static class RestMessage
{
    private const string BrokerProperties = "BrokerProperties";

    private static readonly HashSet<string> HttpHeaders = new(
        typeof(HeaderNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!), StringComparer.OrdinalIgnoreCase)
    {
        "Priority", "Idempotency-Key", BrokerProperties,
    };

    /// <exception cref="FormatException">The body is empty or BrokerProperties can't be read; says what is wrong.</exception>
    /// <exception cref="ServiceBusException">The body is too large.</exception>
    public static async Task<MessageContent> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(request, cancellationToken).ConfigureAwait(false);
        if (body.Length == 0)
        {
            throw new FormatException("The request has no body: the body is the message.");
        }

        var message = new MessageContent
        {
            MessageId = Guid.NewGuid().ToString("N"),
            Body = body,
            ContentType = request.ContentType,
            Properties = request.Headers.Where(header => !IsHttp(header.Key)).ToDictionary(header => header.Key, header => ReadValue(header.Value.ToString())),
        };
        return request.Headers[BrokerProperties].ToString() is { Length: > 0 } properties ? Apply(message, properties) : message;
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, count);
            if (body.Length > MessageContent.MaxSize)
            {
                throw new ServiceBusException(
                    $"The message has more than {MessageContent.MaxSize} bytes (256 KB).", ServiceBusFailureReason.MessageSizeExceeded);
            }
        }

        return body.ToArray();
    }

    private static bool IsHttp(string header) =>
        HttpHeaders.Contains(header) || header.StartsWith("Sec-", StringComparison.OrdinalIgnoreCase) || header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Texts stand in double quotes, numbers and truth values as they are; what is neither is taken as text all the same.</summary>
    private static object? ReadValue(string header)
    {
        var text = header.Trim();
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"')
        {
            return text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);
        }

        return bool.TryParse(text, out var truth) ? truth
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
            : text;
    }

    private static MessageContent Apply(MessageContent message, string brokerProperties)
    {
        try
        {
            using var document = JsonDocument.Parse(brokerProperties);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                message = Apply(message, property);
            }

            return message;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The header {BrokerProperties} is not a JSON object: {exception.Message}", exception);
        }
    }

    private static MessageContent Apply(MessageContent message, JsonProperty property) => property.Name switch
    {
        "MessageId" => message with { MessageId = Text(property) },
        "CorrelationId" => message with { CorrelationId = Text(property) },
        "Label" => message with { Subject = Text(property) },
        "ContentType" => message with { ContentType = Text(property) },
        "To" => message with { To = Text(property) },
        "ReplyTo" => message with { ReplyTo = Text(property) },
        "SessionId" => message with { SessionId = Text(property) },
        "PartitionKey" => message with { PartitionKey = Text(property) },
        "TimeToLive" => message with { TimeToLive = Seconds(property) },
        "TimeToLiveTimeSpan" => message with { TimeToLive = Span(property) },
        "ScheduledEnqueueTimeUtc" => message with { ScheduledEnqueueTime = Instant(property) },
        // What only the service sets (SequenceNumber, LockToken, DeliveryCount …) is ignored in a send, as there.
        _ => message,
    };

    private static string Text(JsonProperty property) =>
        property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : throw Wrong(property, "must be a text");

    private static TimeSpan Seconds(JsonProperty property) =>
        property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetDouble(out var seconds) && seconds is > 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong(property, "must be a number of seconds above 0");

    private static TimeSpan Span(JsonProperty property) =>
        TimeSpan.TryParse(Text(property), CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero ? span : throw Wrong(property, "must be a time span such as 01:30:00");

    /// <summary>RFC 1123, as the REST call writes it, or RFC 3339.</summary>
    private static DateTimeOffset Instant(JsonProperty property) =>
        DateTimeOffset.TryParse(Text(property), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw Wrong(property, "must be an instant such as 2026-03-02T09:15:00Z");

    private static FormatException Wrong(JsonProperty property, string why) => new($"{BrokerProperties}.{property.Name} {why}.");
}
