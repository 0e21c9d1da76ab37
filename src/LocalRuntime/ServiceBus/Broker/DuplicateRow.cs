using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Remembers that a message id was sent: row key = <c>d-</c> + a hash of the id, since ids may hold what keys may not.</summary>
internal static class DuplicateRow
{
    public const string First = "d-";
    public const string AfterLast = "d.";

    private const string SequenceNumber = "SequenceNumber";
    private const string SeenAt = "SeenAt";

    /// <summary>Beside the message that has the id: both are written together.</summary>
    public static string Partition(string entity, string messageId) => MessageRow.Partition(entity, SHA256.HashData(Encoding.UTF8.GetBytes(messageId))[0]);

    public static string Key(string messageId) => First + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 20));

    public static TableEntity Write(string partition, string messageId, long sequenceNumber, DateTimeOffset seenAt) =>
        new(partition, Key(messageId)) { [SequenceNumber] = sequenceNumber, [SeenAt] = seenAt };

    public static (long SequenceNumber, DateTimeOffset SeenAt) Read(TableEntity row) =>
        (row.GetInt64(SequenceNumber) ?? 0, row.GetDateTimeOffset(SeenAt) ?? DateTimeOffset.MinValue);
}
