using System.Text;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Refuses what the real service refuses for its size, and what a table column can't hold.</summary>
internal static class MessageSize
{
    private const int MaxIdLength = 128;
    private const int MaxTextLength = 32 * 1024 - 1;

    /// <exception cref="ServiceBusException"><see cref="ServiceBusFailureReason.MessageSizeExceeded"/>; names the limit.</exception>
    /// <exception cref="ArgumentException">A message id that is empty or too long, or a property of a type that can't be sent.</exception>
    public static void Require(IReadOnlyList<MessageContent> contents, string entity)
    {
        long total = 0;
        foreach (var content in contents)
        {
            if (content.MessageId.Length is 0 or > MaxIdLength)
            {
                throw new ArgumentException($"A message id has 1 to {MaxIdLength} characters.", nameof(contents));
            }

            total += Of(content, entity);
        }

        if (total > MessageContent.MaxSize)
        {
            throw TooLarge(contents.Count == 1 ? "The message" : "The batch", total, entity);
        }
    }

    private static long Of(MessageContent content, string entity)
    {
        string?[] texts = [content.Subject, content.ContentType, content.CorrelationId, content.To, content.ReplyTo, content.SessionId, content.PartitionKey];
        if (Array.Exists(texts, text => text?.Length > MaxTextLength))
        {
            throw new ServiceBusException($"A header of the message has more than {MaxTextLength} characters.", ServiceBusFailureReason.MessageSizeExceeded, entity);
        }

        return content.Body.Length
            + texts.Sum(text => text is null ? 0 : Encoding.UTF8.GetByteCount(text))
            + PropertyCodec.Write(content.Properties).Length
            + PropertyCodec.Write(content.Annotations).Length;
    }

    private static ServiceBusException TooLarge(string what, long size, string entity) => new(
        $"{what} has {size} bytes; at most {MessageContent.MaxSize} (256 KB) are accepted.", ServiceBusFailureReason.MessageSizeExceeded, entity);
}
