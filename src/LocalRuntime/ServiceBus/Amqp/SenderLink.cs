using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>A link on which a client sends. A transfer is accepted once its messages are persisted.</summary>
internal sealed class SenderLink(Broker broker, string entity, ILogger log) : LinkEndpoint
{
    public override void OnMessage(MessageContext messageContext) => _ = AcceptAsync(messageContext);

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    private async Task AcceptAsync(MessageContext context)
    {
        try
        {
            await broker.SendAsync(entity, AmqpMessages.ReadAll(context.Message), CancellationToken.None).ConfigureAwait(false);
            context.Complete();
        }
        catch (AmqpException)
        {
            // The link closed while the message was persisted: the client sends again, and the duplicate detection is for that.
        }
        catch (Exception exception)
        {
            log.SendRefused(exception, entity);
            Refuse(context, AmqpErrors.From(exception));
        }
    }

    private static void Refuse(MessageContext context, Error error)
    {
        try
        {
            context.Complete(error);
        }
        catch (AmqpException)
        {
            // Nobody is left to be told.
        }
    }
}
