using System.Text.Json;

namespace Inburgering.Commands.Doors;

/// <summary>A message as the Service Bus door shows it.</summary>
internal sealed record BrokerMessage(
    string MessageId,
    long SequenceNumber,
    int DeliveryCount,
    JsonElement Body,
    IReadOnlyDictionary<string, JsonElement>? ApplicationProperties = null,
    string? DeadLetterReason = null,
    string? DeadLetterErrorDescription = null);
