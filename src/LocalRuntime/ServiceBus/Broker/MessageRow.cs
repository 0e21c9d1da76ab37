using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// One message as one table row: partition = queue or topic and one of a few parts of it, row key = <c>m-</c> + sequence number. The state of every copy
/// is in the one column <c>Copies</c>, so a fan-out is a single write and a settlement a single small merge. The body is cut
/// into binary columns of 64 KiB, the most a column holds.
/// </summary>
internal static class MessageRow
{
    public const string Copies = "Copies";
    public const string First = "m-";
    public const string AfterLast = "m.";

    private const int ColumnSize = 64 * 1024;
    private const int Parts = 32;
    private const char Separator = '!';

    /// <summary>The columns of the index that is kept in memory.</summary>
    public static readonly string[] IndexColumns =
        ["PartitionKey", "RowKey", Copies, nameof(MessageContent.EnqueuedTime), nameof(MessageContent.TimeToLive), nameof(MessageContent.ScheduledEnqueueTime)];

    public static string Key(long sequenceNumber) => string.Create(CultureInfo.InvariantCulture, $"{First}{sequenceNumber:D19}");

    /// <summary>Names of entities may hold a slash, row and partition keys may not.</summary>
    public static string Partition(string entity) => entity.ToLowerInvariant().Replace('/', '|');

    /// <summary>The partition of messages that belong together: the emulator looks through a whole partition for every row it writes.</summary>
    /// <param name="entity">Queue or topic.</param>
    /// <param name="number">Spreads evenly: a sequence number, a part of a hash.</param>
    public static string Partition(string entity, long number) => string.Create(CultureInfo.InvariantCulture, $"{Partition(entity)}{Separator}{number % Parts:d2}");

    /// <summary>The range of all of an entity's partitions of messages, its end left out.</summary>
    public static (string From, string To) Partitions(string entity) => ($"{Partition(entity)}{Separator}", $"{Partition(entity)}{(char)(Separator + 1)}");

    /// <summary>The entity, as its partitions name it.</summary>
    public static string EntityOf(string partition) => partition.Split(Separator)[0];

    public static TableEntity Write(StoredMessage message, MessageContent content)
    {
        var row = new TableEntity(message.Partition, Key(message.SequenceNumber))
        {
            [Copies] = WriteCopies(message.Copies.Select(copy => (copy.Subscription, copy.State))),
            [nameof(content.MessageId)] = content.MessageId,
            [nameof(content.EnqueuedTime)] = content.EnqueuedTime,
            ["Size"] = content.Body.Length,
        };
        Set(row, nameof(content.Subject), content.Subject);
        Set(row, nameof(content.ContentType), content.ContentType);
        Set(row, nameof(content.CorrelationId), content.CorrelationId);
        Set(row, nameof(content.To), content.To);
        Set(row, nameof(content.ReplyTo), content.ReplyTo);
        Set(row, nameof(content.SessionId), content.SessionId);
        Set(row, nameof(content.PartitionKey) + "Of", content.PartitionKey);
        Set(row, nameof(content.Kind), content.Kind == BodyKind.Data ? null : content.Kind.ToString());
        Set(row, nameof(content.TimeToLive), content.TimeToLive == TimeSpan.MaxValue ? null : content.TimeToLive.Ticks);
        Set(row, nameof(content.ScheduledEnqueueTime), content.ScheduledEnqueueTime == default ? null : content.ScheduledEnqueueTime);
        SetBytes(row, nameof(content.Properties), PropertyCodec.Write(content.Properties));
        SetBytes(row, nameof(content.Annotations), PropertyCodec.Write(content.Annotations));
        SetBytes(row, nameof(content.Body), content.Body);
        return row;
    }

    public static MessageContent ReadContent(TableEntity row) => new()
    {
        MessageId = row.GetString(nameof(MessageContent.MessageId)),
        Body = GetBytes(row, nameof(MessageContent.Body)),
        Kind = row.GetString(nameof(MessageContent.Kind)) is { } kind ? Enum.Parse<BodyKind>(kind) : BodyKind.Data,
        Subject = row.GetString(nameof(MessageContent.Subject)),
        ContentType = row.GetString(nameof(MessageContent.ContentType)),
        CorrelationId = row.GetString(nameof(MessageContent.CorrelationId)),
        To = row.GetString(nameof(MessageContent.To)),
        ReplyTo = row.GetString(nameof(MessageContent.ReplyTo)),
        SessionId = row.GetString(nameof(MessageContent.SessionId)),
        PartitionKey = row.GetString(nameof(MessageContent.PartitionKey) + "Of"),
        TimeToLive = ReadTimeToLive(row),
        ScheduledEnqueueTime = row.GetDateTimeOffset(nameof(MessageContent.ScheduledEnqueueTime)) ?? default,
        EnqueuedTime = row.GetDateTimeOffset(nameof(MessageContent.EnqueuedTime)) ?? default,
        Properties = PropertyCodec.Read(GetBytes(row, nameof(MessageContent.Properties))),
        Annotations = PropertyCodec.Read(GetBytes(row, nameof(MessageContent.Annotations))),
    };

    /// <summary>Reads what <see cref="IndexColumns"/> hold.</summary>
    public static StoredMessage ReadIndex(string entity, TableEntity row)
    {
        var message = new StoredMessage(
            entity,
            row.PartitionKey,
            long.Parse(row.RowKey.AsSpan(First.Length), CultureInfo.InvariantCulture),
            row.GetDateTimeOffset(nameof(MessageContent.EnqueuedTime)) ?? default,
            ReadTimeToLive(row),
            row.GetDateTimeOffset(nameof(MessageContent.ScheduledEnqueueTime)) ?? default);
        foreach (var (subscription, state) in ReadCopies(row.GetBinary(Copies)))
        {
            message.AddCopy(subscription, state);
        }

        return message;
    }

    public static byte[] WriteCopies(IEnumerable<(string Subscription, CopyState State)> copies)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (subscription, state) in copies.Where(copy => copy.State.Status != CopyStatus.Gone))
            {
                json.WriteStartObject(subscription);
                json.WriteNumber("status", (int)state.Status);
                json.WriteNumber("deliveries", state.Deliveries);
                if (state.Reason is not null)
                {
                    json.WriteString("reason", state.Reason);
                }

                if (state.Description is not null)
                {
                    json.WriteString("description", state.Description);
                }

                if (state.Modified.Count > 0)
                {
                    json.WriteBase64String("modified", PropertyCodec.Write(state.Modified));
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return bytes.WrittenCount <= ColumnSize
            ? bytes.WrittenSpan.ToArray()
            : throw new ServiceBusException("The properties changed while settling take more than 64 KB.", ServiceBusFailureReason.MessageSizeExceeded);
    }

    private static IEnumerable<(string Subscription, CopyState State)> ReadCopies(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        foreach (var copy in document.RootElement.EnumerateObject())
        {
            var state = new CopyState(
                (CopyStatus)copy.Value.GetProperty("status").GetInt32(),
                copy.Value.GetProperty("deliveries").GetInt32(),
                copy.Value.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
                copy.Value.TryGetProperty("description", out var description) ? description.GetString() : null);
            yield return (copy.Name, copy.Value.TryGetProperty("modified", out var modified)
                ? state with { Modified = PropertyCodec.Read(modified.GetBytesFromBase64()) }
                : state);
        }
    }

    private static TimeSpan ReadTimeToLive(TableEntity row) =>
        row.GetInt64(nameof(MessageContent.TimeToLive)) is { } ticks ? TimeSpan.FromTicks(ticks) : TimeSpan.MaxValue;

    private static void Set(TableEntity row, string column, object? value)
    {
        if (value is not null)
        {
            row[column] = value;
        }
    }

    private static void SetBytes(TableEntity row, string column, ReadOnlyMemory<byte> bytes)
    {
        for (var part = 0; part * ColumnSize < bytes.Length; part++)
        {
            row[string.Create(CultureInfo.InvariantCulture, $"{column}{part}")] =
                bytes.Slice(part * ColumnSize, Math.Min(ColumnSize, bytes.Length - (part * ColumnSize))).ToArray();
        }
    }

    private static byte[] GetBytes(TableEntity row, string column)
    {
        if (row.GetBinary(column + "0") is not { } first)
        {
            return [];
        }

        if (first.Length < ColumnSize)
        {
            return first;
        }

        var bytes = new ArrayBufferWriter<byte>(first.Length * 2);
        bytes.Write(first);
        for (var part = 1; row.GetBinary(string.Create(CultureInfo.InvariantCulture, $"{column}{part}")) is { } more; part++)
        {
            bytes.Write(more);
        }

        return bytes.WrittenSpan.ToArray();
    }
}
