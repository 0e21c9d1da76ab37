using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

/// <summary>Values as other clients than that of Node.js write them.</summary>
public sealed class AmqpValuesTests
{
    [Fact]
    public void Types_that_AMQP_lacks_come_described_and_leave_so()
    {
        var at = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(1));
        object[] values = [TimeSpan.FromMinutes(90), at, new Uri("https://example.org/a"), Guid.Parse("7e5f3c0a-94a5-4b8a-8a8e-4a7c3a0d9a11"), (byte)3, 'x', new byte[] { 1, 2 }];
        var sent = new Message { ApplicationProperties = new ApplicationProperties() };
        for (var number = 0; number < values.Length; number++)
        {
            sent.ApplicationProperties[$"p{number}"] = AmqpValues.Write(values[number]);
        }

        var read = AmqpMessages.Read(Bytes(sent)).Properties;
        Assert.Equal(values, values.Select((_, number) => read[$"p{number}"]!));
    }

    [Fact]
    public void A_decimal_leaves_as_a_double() => Assert.Equal(1.5, AmqpValues.Write(1.5m));

    [Fact]
    public void A_type_that_nobody_knows_is_refused_with_the_property()
    {
        var sent = new Message { ApplicationProperties = new ApplicationProperties() };
        sent.ApplicationProperties["odd"] = new DescribedValue(new Symbol("com.example:odd"), 1L);
        Assert.Contains("'odd'", Assert.Throws<ArgumentException>(() => AmqpMessages.Read(Bytes(sent))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_condition_is_a_symbol_as_typed_clients_expect() =>
        Assert.IsType<Symbol>(ManagementRequests.Answer(410, "lost", "com.microsoft:message-lock-lost").ApplicationProperties["errorCondition"]);

    private static byte[] Bytes(Message message)
    {
        var buffer = message.Encode();
        return buffer.Buffer.AsSpan(buffer.Offset, buffer.Length).ToArray();
    }
}
