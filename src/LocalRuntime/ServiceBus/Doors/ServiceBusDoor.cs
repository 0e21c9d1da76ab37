using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Messages over plain HTTP under <c>/local/servicebus</c>: sending as the Service Bus REST call does, reading without consuming.</summary>
internal sealed class ServiceBusDoor(Broker broker, MessageListing listing) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Get("/local/servicebus", _ => Results.Ok(new { items = broker.Entities.SelectMany(EntityListing.Of) }));
        endpoints.Post("/local/servicebus/{entity}/messages", http => SendAsync(http.Request, http.RouteText("entity"), http.RequestAborted));
        foreach (var source in (string[])["/local/servicebus/{entity}", "/local/servicebus/{entity}/subscriptions/{subscription}"])
        {
            endpoints.MapGet(source + "/messages", (RequestDelegate)(http => ReadAsync(http, isDeadLetter: false)));
            endpoints.MapGet(source + "/deadletters", (RequestDelegate)(http => ReadAsync(http, isDeadLetter: true)));
        }
    }

    private async Task<IResult> SendAsync(HttpRequest request, string entity, CancellationToken cancellationToken)
    {
        if (broker.FindEntity(entity) is null)
        {
            return Problem.NotFound($"There is no queue or topic '{entity}'.");
        }

        try
        {
            var message = await RestMessage.ReadAsync(request, cancellationToken).ConfigureAwait(false);
            await broker.SendAsync(entity, [message], cancellationToken).ConfigureAwait(false);
            return Results.Json(new { messageId = message.MessageId }, statusCode: StatusCodes.Status201Created);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return new Problem("urn:problem-type:belgif:badRequest", "Bad Request", 400, exception.Message).ToResult();
        }
        catch (ServiceBusException exception) when (exception.Reason == ServiceBusFailureReason.MessageSizeExceeded)
        {
            return new Problem("urn:problem-type:belgif:payloadTooLarge", "Payload Too Large", 413, exception.Message).ToResult();
        }
    }

    private async Task ReadAsync(HttpContext context, bool isDeadLetter)
    {
        var entity = context.RouteText("entity");
        var subscription = context.Request.RouteValues["subscription"] as string ?? string.Empty;
        var found = broker.FindEntity(entity);
        var queue = found?.Queues.FirstOrDefault(queue => queue.Subscription.Equals(subscription, StringComparison.OrdinalIgnoreCase));
        if (queue is not null)
        {
            await listing.WriteAsync(context, isDeadLetter ? queue.DeadLetters : queue.Active).ConfigureAwait(false);
            return;
        }

        var what = found is null ? $"There is no queue or topic '{entity}'."
            : found.IsTopic && subscription.Length == 0 ? $"'{entity}' is a topic: its messages are read at /local/servicebus/{entity}/subscriptions/{{subscription}}/messages."
            : $"'{entity}' has no subscription '{subscription}'.";
        await Problem.NotFound(what).ExecuteAsync(context).ConfigureAwait(false);
    }
}
