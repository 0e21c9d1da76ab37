using Azure;
using Inburgering.Functions.Http;
using Inburgering.Storage;
using Microsoft.AspNetCore.Http;

namespace Inburgering.Functions.Health;

/// <summary>GET /api/health: whether the app can do its work.</summary>
public sealed class GetHealth(StorageTables storage)
{
    [Function(nameof(GetHealth))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        var checks = await Task.WhenAll(
            CheckAsync("tables", () => storage.Pending.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>("health", "health", cancellationToken: cancellationToken)),
            CheckAsync("blobs", () => storage.Letters.ExistsAsync(cancellationToken)));
        var up = checks.All(check => check.Status == "UP");
        return Results.Json(new { Status = up ? "UP" : "DOWN", Checks = checks }, Answers.Json, statusCode: up ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Check> CheckAsync(string name, Func<Task> ask)
    {
        try
        {
            await ask().WaitAsync(TimeSpan.FromSeconds(5));
            return new Check(name, "UP", null);
        }
        catch (Exception exception) when (exception is RequestFailedException or TimeoutException or HttpRequestException or AggregateException)
        {
            return new Check(name, "DOWN", "The storage does not answer.");
        }
    }

    private sealed record Check(string Name, string Status, string? Detail);
}
