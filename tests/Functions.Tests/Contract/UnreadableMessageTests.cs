using System.Text;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;
using Inburgering.Messages;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>Bodies that no file of samples can hold well.</summary>
public sealed class UnreadableMessageTests(SharedApp shared)
{
    [Fact]
    public void The_contract_names_every_reason_that_the_app_may_give() => Assert.Equal(
        typeof(DeadLetter).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        AsyncApi.Reasons.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\u00c3(")]
    public async Task A_text_that_Unicode_does_not_know_is_dead_lettered_at_once_by_its_field(string category)
    {
        var text = IncomingMessages.Granted(Person.Invent()).ToJsonString().Replace("\"highlySkilled\"", $"\"{category}\"", StringComparison.Ordinal);

        // In Latin-1, which is no UTF-8 where it is not ASCII.
        var deadLetter = await shared.Messages.OutcomeAsync(MessageDoor.Permits, await shared.Messages.SendAsync(MessageDoor.Permits, Encoding.Latin1.GetBytes(text)));

        Assert.NotNull(deadLetter);
        Assert.Equal("invalidField", deadLetter.Text("deadLetterReason"));
        Assert.StartsWith("data.category ", deadLetter.Text("deadLetterErrorDescription"), StringComparison.Ordinal);
        Assert.Equal(1, deadLetter["deliveryCount"]!.GetValue<int>());
    }
}
