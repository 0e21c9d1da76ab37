using Amqp;
using Amqp.Listener;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>The link on which a client sends requests; the answer goes out on the link that the request's reply-to names.</summary>
internal sealed class RequestLink(
    Func<Message, Task<Message>> answer, Func<Connection, string, ListenerLink?> findReplyLink, ILogger log) : LinkEndpoint
{
    public override void OnMessage(MessageContext messageContext) => _ = AnswerAsync(messageContext);

    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
    }

    private async Task AnswerAsync(MessageContext context)
    {
        try
        {
            var request = context.Message;
            var response = await answer(request).ConfigureAwait(false);
            response.Properties = new Amqp.Framing.Properties();
            response.Properties.SetCorrelationId(request.Properties?.GetMessageId());
            var reply = findReplyLink(context.Link.Session.Connection, request.Properties?.ReplyTo ?? string.Empty);
            context.Complete();
            reply?.SendMessage(response);
        }
        catch (AmqpException exception)
        {
            // The client went before its answer.
            log.AnswerNotSent(exception);
        }
    }
}

/// <summary>The link on which a client awaits answers. Answers need no settling.</summary>
internal sealed class ReplyLink : LinkEndpoint
{
    public override void OnFlow(FlowContext flowContext)
    {
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        if (!dispositionContext.Settled && !dispositionContext.Link.IsClosed)
        {
            dispositionContext.Complete();
        }
    }
}
