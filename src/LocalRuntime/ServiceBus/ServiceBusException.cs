namespace Inburgering.LocalRuntime;

/// <summary>Why a Service Bus operation failed: the members of the real enumeration that the local broker raises, with its numbers.</summary>
public enum ServiceBusFailureReason
{
    GeneralError = 0,
    MessagingEntityNotFound = 1,
    MessageLockLost = 2,
    MessageNotFound = 3,
    MessageSizeExceeded = 4,
    QuotaExceeded = 6,
}

/// <summary>A Service Bus operation failed for a reason that a caller can act on.</summary>
public class ServiceBusException : Exception
{
    public ServiceBusException()
    {
    }

    public ServiceBusException(string message)
        : base(message)
    {
    }

    public ServiceBusException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ServiceBusException(string message, ServiceBusFailureReason reason, string? entityPath = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        EntityPath = entityPath;
    }

    public ServiceBusFailureReason Reason { get; }

    public string? EntityPath { get; }

    /// <summary>Whether trying again may help. Nothing that the local broker raises is cured by a repeat.</summary>
    public bool IsTransient { get; }
}
