using System.Reflection;
using System.Text.Json;
using Inburgering.LocalRuntime.Hosting;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Gives a message to a function's parameters: as the message itself, its body as text or bytes, or an object read from JSON.</summary>
internal static class TriggerBinding
{
    // As the worker's default serializer: names without case.
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    /// <exception cref="JsonException">The body is not what the parameter's type needs: the delivery fails, as in the real extension.</exception>
    public static object? Bind(ParameterInfo parameter, FunctionDescriptor function, ServiceBusReceivedMessage message, ServiceBusMessageActions actions)
    {
        if (parameter.ParameterType == typeof(ServiceBusMessageActions))
        {
            return actions;
        }

        if (!function.IsTrigger(parameter))
        {
            return null;
        }

        var type = parameter.ParameterType;
        return type == typeof(ServiceBusReceivedMessage) ? message
            : type == typeof(string) ? message.Body.ToString()
            : type == typeof(BinaryData) ? message.Body
            : type == typeof(byte[]) ? message.Body.ToArray()
            : type == typeof(ReadOnlyMemory<byte>) ? message.Body.ToMemory()
            : JsonSerializer.Deserialize(message.Body.ToMemory().Span, type, Json);
    }
}
