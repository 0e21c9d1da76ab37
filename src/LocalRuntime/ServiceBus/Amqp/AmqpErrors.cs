using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>The error conditions by which Service Bus clients know what went wrong.</summary>
internal static class AmqpErrors
{
    public const string MessageNotFound = "com.microsoft:message-not-found";

    public static Error From(Exception exception) => new(new Symbol(ConditionOf(exception))) { Description = exception.Message };

    public static string ConditionOf(Exception exception) => exception switch
    {
        ServiceBusException { Reason: ServiceBusFailureReason.MessageLockLost } => "com.microsoft:message-lock-lost",
        ServiceBusException { Reason: ServiceBusFailureReason.MessagingEntityNotFound } => "amqp:not-found",
        ServiceBusException { Reason: ServiceBusFailureReason.MessageNotFound } => MessageNotFound,
        ServiceBusException { Reason: ServiceBusFailureReason.MessageSizeExceeded } => "amqp:link:message-size-exceeded",
        ServiceBusException => "amqp:not-allowed",
        AmqpException { Error.Condition: { } condition } => condition,
        ArgumentException or FormatException => "com.microsoft:argument-error",
        _ => "amqp:internal-error",
    };

    /// <summary>As the HTTP status of a management answer.</summary>
    public static int StatusOf(Exception exception) => exception switch
    {
        ServiceBusException { Reason: ServiceBusFailureReason.MessageLockLost } => 410,
        ServiceBusException { Reason: ServiceBusFailureReason.MessagingEntityNotFound or ServiceBusFailureReason.MessageNotFound } => 404,
        ServiceBusException or ArgumentException or FormatException => 400,
        _ => 500,
    };
}
