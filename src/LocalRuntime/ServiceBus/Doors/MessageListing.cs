using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Writes everything that is still in a queue, subscription or dead-letter queue, in sequence order. It is streamed in parts: a list may be long.</summary>
internal sealed class MessageListing(MessageStore store)
{
    private const int FlushedBytes = 64 * 1024;
    private const int ReadAtOnce = 500;

    // A reader of the list stops at 64 levels as a rule, and the list itself has some.
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 48 };

    // A person reads this: letters stay letters. It is JSON, never HTML.
    private static readonly JsonWriterOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task WriteAsync(HttpContext context, Subqueue source)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        var copies = source.Peek();
        var json = new Utf8JsonWriter(context.Response.BodyWriter, Readable);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            if (copies.Count > 0)
            {
                await WriteItemsAsync(json, source.Queue.Entity.Name, copies, context.RequestAborted).ConfigureAwait(false);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private async Task WriteItemsAsync(Utf8JsonWriter json, string entity, IReadOnlyList<MessageCopy> copies, CancellationToken cancellationToken)
    {
        foreach (var part in copies.Chunk(ReadAtOnce))
        {
            // They come in the order of their partitions.
            var contents = new Dictionary<long, MessageContent>();
            await foreach (var (number, content) in store.ReadContentsAsync(entity, part[0].SequenceNumber, part[^1].SequenceNumber, cancellationToken).ConfigureAwait(false))
            {
                contents[number] = content;
            }

            foreach (var copy in part.Where(copy => contents.ContainsKey(copy.SequenceNumber)))
            {
                WriteItem(json, copy, contents[copy.SequenceNumber]);
                if (json.BytesPending > FlushedBytes)
                {
                    await json.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static void WriteItem(Utf8JsonWriter json, MessageCopy copy, MessageContent content)
    {
        json.WriteStartObject();
        json.WriteString("messageId", content.MessageId);
        json.WriteNumber("sequenceNumber", copy.SequenceNumber);
        json.WriteNumber("deliveryCount", copy.State.Deliveries);
        json.WritePropertyName("body");
        WriteBody(json, content.Body);
        json.WriteStartObject("applicationProperties");
        foreach (var (name, value) in ReceivedMessages.Properties(copy.State, content, withReason: false))
        {
            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        json.WriteEndObject();
        if (copy.State.Reason is { } reason)
        {
            json.WriteString("deadLetterReason", reason);
        }

        if (copy.State.Description is { } description)
        {
            json.WriteString("deadLetterErrorDescription", description);
        }

        json.WriteEndObject();
    }

    /// <summary>As JSON when it is and all of it can be read, else as a text: one strange message must not hide the others.</summary>
    private static void WriteBody(Utf8JsonWriter json, ReadOnlyMemory<byte> body)
    {
        var copy = new ArrayBufferWriter<byte>(body.Length + 1);
        try
        {
            using var document = JsonDocument.Parse(body, Shallow);
            using var writer = new Utf8JsonWriter(copy, Readable);
            document.RootElement.WriteTo(writer);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // The last two: a text in it is half a surrogate pair or no UTF-8.
            json.WriteStringValue(System.Text.Encoding.UTF8.GetString(body.Span));
            return;
        }

        json.WriteRawValue(copy.WrittenSpan, skipInputValidation: true);
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double or float when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                json.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset instant:
                json.WriteStringValue(instant);
                break;
            case DateTime instant:
                json.WriteStringValue(instant);
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
