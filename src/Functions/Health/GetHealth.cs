using Azure;
using Inburgering.Functions.Http;
using Inburgering.Functions.Operations;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Health;

/// <summary>GET /api/health: whether the app can do its work.</summary>
public sealed class GetHealth(StorageTables storage, ServiceBusClient bus)
{
    private const string Up = "UP";
    private const string Down = "DOWN";
    private const string Bus = "bus";

    [Function(nameof(GetHealth))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var checks = await Task.WhenAll(
            CheckAsync("tables", () => storage.Pending.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>("health", "health", cancellationToken: cancellationToken)),
            CheckAsync("blobs", () => storage.Letters.ExistsAsync(cancellationToken)),
            CheckAsync(Bus, () => PeekAsync(cancellationToken)));

        // Without the bus people can still learn: what came and what is to leave waits.
        var status = checks.Any(check => check.Name != Bus && check.Status == Down) ? Down : checks.Any(check => check.Status == Down) ? "DEGRADED" : Up;
        return Results.Json(new { Status = status, Checks = checks }, Answers.Json, statusCode: status == Down ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private async Task PeekAsync(CancellationToken cancellationToken)
    {
        await using var receiver = bus.CreateReceiver(DeadLetters.Queues[0]);
        await receiver.PeekMessagesAsync(1, cancellationToken: cancellationToken);
    }

    private static async Task<Check> CheckAsync(string name, Func<Task> ask)
    {
        try
        {
            await ask().WaitAsync(TimeSpan.FromSeconds(5));
            return new Check(name, Up, null);
        }
        catch (Exception exception) when (exception is RequestFailedException or TimeoutException or HttpRequestException or AggregateException or ServiceBusException or UnauthorizedAccessException)
        {
            return new Check(name, Down, name == Bus ? "Service Bus does not answer." : "The storage does not answer.");
        }
    }

    private sealed record Check(string Name, string Status, string? Detail);
}
