using System.Collections;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>The requests that clients make beside sending and receiving, at <c>{entity}/$management</c>.</summary>
internal sealed class ManagementRequests(Broker broker, BrokerServices services, ILogger<ManagementRequests> log)
{
    private const int ReceiveAndDelete = 0;

    /// <summary>An answer with a status and, if it is an error, its condition.</summary>
    public static Message Answer(int status, string description, string? condition = null, object? body = null)
    {
        // Newer and older clients read the status under different names.
        var properties = new ApplicationProperties
        {
            ["statusCode"] = status,
            ["status-code"] = status,
            ["statusDescription"] = description,
            ["status-description"] = description,
        };
        if (condition is not null)
        {
            properties["errorCondition"] = new Symbol(condition);
        }

        return new Message { ApplicationProperties = properties, BodySection = body is null ? null : new AmqpValue { Value = body } };
    }

    public async Task<Message> AnswerAsync(string entity, Message request)
    {
        var operation = request.ApplicationProperties?["operation"] as string;
        var body = request.Body as Map ?? [];
        try
        {
            return operation switch
            {
                "com.microsoft:renew-lock" => RenewLocks(entity, body),
                "com.microsoft:peek-message" => await PeekAsync(entity, body).ConfigureAwait(false),
                "com.microsoft:schedule-message" => await ScheduleAsync(entity, body).ConfigureAwait(false),
                "com.microsoft:cancel-scheduled-message" => await CancelAsync(entity, body).ConfigureAwait(false),
                "com.microsoft:receive-by-sequence-number" => await ReceiveDeferredAsync(entity, body).ConfigureAwait(false),
                "com.microsoft:update-disposition" => await SettleAsync(entity, body).ConfigureAwait(false),
                _ => Answer(501, $"The operation '{operation}' is not supported by the local broker.", "amqp:not-implemented"),
            };
        }
        catch (Exception exception)
        {
            log.ManagementFailed(exception, operation, entity);
            return Answer(AmqpErrors.StatusOf(exception), exception.Message, AmqpErrors.ConditionOf(exception));
        }
    }

    private static Message Done(object? body = null) => Answer(200, "OK", body: body ?? new Map());

    private Message RenewLocks(string entity, Map body)
    {
        var source = Source(entity);
        return Done(new Map { ["expirations"] = Values<Guid>(body, "lock-tokens").Select(token => source.Renew(token).UtcDateTime).ToArray() });
    }

    private async Task<Message> PeekAsync(string entity, Map body)
    {
        var source = Source(entity);
        var messages = new List();
        foreach (var copy in source.Peek(Convert.ToInt64(body["from-sequence-number"], null), Convert.ToInt32(body["message-count"] ?? 1, null)))
        {
            if (await services.ContentOfAsync(copy.Message).ConfigureAwait(false) is { } content)
            {
                messages.Add(new Map { ["message"] = Encode(AmqpMessages.WritePeeked(copy, content, source, StateOf(copy))) });
            }
        }

        return messages.Count == 0 ? Answer(204, "No Content") : Done(new Map { ["messages"] = messages });
    }

    private async Task<Message> ScheduleAsync(string entity, Map body)
    {
        var contents = ((IList)body["messages"]!).Cast<Map>().Select(entry => AmqpMessages.Read((byte[])entry["message"]!)).ToList();
        var numbers = await broker.SendAsync(entity, contents, CancellationToken.None).ConfigureAwait(false);
        return Done(new Map { ["sequence-numbers"] = numbers.ToArray() });
    }

    private async Task<Message> CancelAsync(string entity, Map body)
    {
        foreach (var number in Values<long>(body, "sequence-numbers"))
        {
            await broker.CancelScheduledAsync(entity, number, CancellationToken.None).ConfigureAwait(false);
        }

        return Done();
    }

    private async Task<Message> ReceiveDeferredAsync(string entity, Map body)
    {
        var source = Source(entity);
        var isDeleted = Convert.ToInt32(body["receiver-settle-mode"] ?? 1, null) == ReceiveAndDelete;
        var messages = new List();
        foreach (var number in Values<long>(body, "sequence-numbers"))
        {
            var delivery = await source.TryTakeDeferredAsync(number).ConfigureAwait(false)
                ?? throw new ServiceBusException($"No message {number} is deferred in '{entity}'.", ServiceBusFailureReason.MessageNotFound, entity);
            var entry = new Map { ["message"] = Encode(AmqpMessages.Write(delivery)) };
            if (isDeleted)
            {
                await source.CompleteAsync(delivery.LockToken).ConfigureAwait(false);
            }
            else
            {
                entry["lock-token"] = delivery.LockToken;
            }

            messages.Add(entry);
        }

        return Done(new Map { ["messages"] = messages });
    }

    private async Task<Message> SettleAsync(string entity, Map body)
    {
        var source = Source(entity);
        var changes = AmqpValues.ReadChanges(body["properties-to-modify"] as Map);
        foreach (var token in Values<Guid>(body, "lock-tokens"))
        {
            await (body["disposition-status"] switch
            {
                "completed" => source.CompleteAsync(token),
                "abandoned" => source.AbandonAsync(token, changes),
                "defered" => source.DeferAsync(token, changes),
                "suspended" => source.DeadLetterAsync(token, body["deadletter-reason"] as string, body["deadletter-description"] as string, changes),
                var other => throw new ArgumentException($"There is no disposition '{other}'.", nameof(body)),
            }).ConfigureAwait(false);
        }

        return Done();
    }

    private Subqueue Source(string entity) => broker.FindSource(entity)
        ?? throw new ServiceBusException($"There is no queue or subscription '{entity}'.", ServiceBusFailureReason.MessagingEntityNotFound, entity);

    private static IEnumerable<T> Values<T>(Map body, string name) => body[name] is IEnumerable values
        ? values.Cast<T>()
        : throw new ArgumentException($"The request has no '{name}'.", nameof(body));

    private int StateOf(MessageCopy copy) => copy.State.Status == CopyStatus.Deferred ? 1
        : copy.Message.ScheduledEnqueueTime > services.Clock.GetUtcNow() ? 2
        : 0;

    private static byte[] Encode(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }
}
