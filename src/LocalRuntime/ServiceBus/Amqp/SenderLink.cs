using Amqp;
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
        }
        catch (Exception exception)
        {
            log.SendRefused(exception, entity);
            Answer(() => context.Complete(AmqpErrors.From(exception)));
            return;
        }

        Answer(context.Complete);
    }

    private static void Answer(Action complete)
    {
        try
        {
            complete();
        }
        catch (AmqpException)
        {
            // The link closed while the message was persisted: the client sends again, and the duplicate detection is for that.
        }
    }
}
