using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>Decides what a client's new link is: a sender, a receiver, or one half of a request/response pair (<c>$cbs</c>, <c>…/$management</c>).</summary>
internal sealed class AmqpLinks(Broker broker, ManagementRequests management, ILogger<AmqpLinks> log) : ILinkProcessor
{
    private const string Cbs = "$cbs";
    private const string ManagementSuffix = "/$management";
    private const int SenderCredit = 500;

    // Responses travel on the link that the request names in reply-to: by its name or by its target address.
    private readonly ConditionalWeakTable<Connection, ConcurrentDictionary<string, ListenerLink>> replyLinks = [];

    public void Process(AttachContext attachContext)
    {
        try
        {
            Attach(attachContext);
        }
        catch (ServiceBusException exception)
        {
            attachContext.Complete(AmqpErrors.From(exception));
        }
    }

    private void Attach(AttachContext context)
    {
        var isSender = context.Link.Role;
        var address = AmqpAddress.PathOf(isSender ? (context.Attach.Target as Target)?.Address : (context.Attach.Source as Source)?.Address);
        context.Attach.MaxMessageSize = MessageContent.MaxSize;
        var isManagement = address.EndsWith(ManagementSuffix, StringComparison.OrdinalIgnoreCase);
        var isRequest = address == Cbs || isManagement;
        if (isManagement && ManagedEntity(address) is var managed && broker.FindEntity(managed) is null && broker.FindSource(managed) is null)
        {
            throw Unknown(managed);
        }

        if (isRequest && !isSender)
        {
            AttachReplyLink(context);
        }
        else if (isRequest)
        {
            var entity = isManagement ? ManagedEntity(address) : null;
            context.Complete(new RequestLink(request => AnswerAsync(entity, request), FindReplyLink, log), SenderCredit);
        }
        else if (isSender)
        {
            var entity = broker.FindEntity(address) ?? throw Unknown(address);
            context.Complete(new SenderLink(broker, entity.Name, log), SenderCredit);
        }
        else
        {
            var source = broker.FindSource(address) ?? throw Unknown(address);
            RefuseSession(context.Attach);
            context.Complete(new ReceiverLink(source, context.Link, log), 0);
        }
    }

    private void AttachReplyLink(AttachContext context)
    {
        var links = replyLinks.GetValue(context.Link.Session.Connection, _ => new ConcurrentDictionary<string, ListenerLink>());
        string?[] names = [context.Link.Name, (context.Attach.Target as Target)?.Address];
        foreach (var name in names.OfType<string>())
        {
            links[name] = context.Link;
        }

        context.Link.AddClosedCallback((link, _) =>
        {
            foreach (var name in names.OfType<string>())
            {
                links.TryRemove(KeyValuePair.Create(name, (ListenerLink)link));
            }
        });
        context.Complete(new ReplyLink(), 0);
    }

    private ListenerLink? FindReplyLink(Connection connection, string replyTo) =>
        replyLinks.TryGetValue(connection, out var links) ? links.GetValueOrDefault(replyTo) : null;

    private Task<Message> AnswerAsync(string? entity, Message request) =>
        // Tokens are not looked at: whoever reaches the loopback port may do everything.
        entity is null ? Task.FromResult(ManagementRequests.Answer(202, "Accepted")) : management.AnswerAsync(entity, request);

    private static string ManagedEntity(string address) => address[..^ManagementSuffix.Length];

    private static void RefuseSession(Attach attach)
    {
        if (((Source)attach.Source).FilterSet is { } filters && filters.Keys.Any(name => name.ToString()!.Contains("session", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ServiceBusException(
                "A sessionful message receiver cannot be created on an entity that does not require sessions. The local broker has no sessions.", ServiceBusFailureReason.GeneralError);
        }
    }

    // The first sentence is the real service's: clients know the case by it.
    private static ServiceBusException Unknown(string address) => new(
        $"The messaging entity '{address}' could not be found. It is not in {TopologyFile.Name}, or can't be used this way.", ServiceBusFailureReason.MessagingEntityNotFound, address);
}
