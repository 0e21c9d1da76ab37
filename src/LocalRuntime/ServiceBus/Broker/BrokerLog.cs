using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

internal static partial class BrokerLog
{
    [LoggerMessage(LogLevel.Warning, "Service Bus: {count} stored messages belong to {entity}, which is not in servicebus.json. They are kept, but nothing can receive them.")]
    public static partial void OrphanedMessages(this ILogger log, int count, string entity);

    [LoggerMessage(LogLevel.Error, "Service Bus: what happened to message {sequenceNumber} of {address} could not be saved; it is delivered again.")]
    public static partial void SaveFailed(this ILogger log, Exception exception, long sequenceNumber, string address);

    [LoggerMessage(LogLevel.Error, "Service Bus: receiving from {address} failed and is tried again.")]
    public static partial void ReceiveFailed(this ILogger log, Exception exception, string address);

    [LoggerMessage(LogLevel.Warning, "Service Bus: old message ids of {entity} could not be forgotten; tried again later.")]
    public static partial void PruneFailed(this ILogger log, Exception exception, string entity);

    [LoggerMessage(LogLevel.Error, "Function {function} failed on message {messageId} of {address}, delivery {delivery}.")]
    public static partial void FunctionFailed(this ILogger log, Exception exception, string function, string messageId, string address, int delivery);

    [LoggerMessage(LogLevel.Warning, "Message {messageId} of {address} is delivered again: its lock ended before it was settled.")]
    public static partial void LockLost(this ILogger log, string messageId, string address);

    [LoggerMessage(LogLevel.Warning, "A message sent to {entity} over AMQP was refused.")]
    public static partial void SendRefused(this ILogger log, Exception exception, string entity);

    [LoggerMessage(LogLevel.Debug, "A client closed its link before the answer to its request.")]
    public static partial void AnswerNotSent(this ILogger log, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The request {operation} of an AMQP client to {entity} failed.")]
    public static partial void ManagementFailed(this ILogger log, Exception exception, string? operation, string entity);
}
