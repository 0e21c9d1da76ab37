namespace Inburgering.LocalRuntime.ServiceBus;

internal static class AmqpAddress
{
    /// <summary>The entity's path in an address, which clients write as the path alone or as a whole URL.</summary>
    public static string PathOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is ("amqp" or "amqps" or "sb")
            ? Uri.UnescapeDataString(url.AbsolutePath).Trim('/')
            : (address ?? string.Empty).Trim('/');
}
