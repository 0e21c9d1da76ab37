using System.Text;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.People;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>Bodies that no file of samples can hold well.</summary>
public sealed class UnreadableMessageTests(SharedApp shared)
{
    [Theory]
    [InlineData("half a surrogate pair", "not UTF-8")]
    [InlineData("bytes that are no UTF-8", "surrogate")]
    public async Task A_text_that_is_none_is_dead_lettered_at_once(string what, string not)
    {
        var text = IncomingMessages.Granted(Person.Invent()).ToJsonString();
        var body = what.StartsWith("half", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(text.Replace("\"highlySkilled\"", "\"\\ud800\"", StringComparison.Ordinal))
            : [.. Encoding.UTF8.GetBytes(text)[..^1], .. ",\"note\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        var deadLetter = await shared.Messages.OutcomeAsync(MessageDoor.Permits, await shared.Messages.SendAsync(MessageDoor.Permits, body));

        Assert.NotNull(deadLetter);
        Assert.Equal("malformedJson", deadLetter.Text("deadLetterReason"));
        Assert.StartsWith("body", deadLetter.Text("deadLetterErrorDescription"), StringComparison.Ordinal);
        Assert.DoesNotContain(not, deadLetter.Text("deadLetterErrorDescription"), StringComparison.Ordinal);
        Assert.Equal(1, deadLetter["deliveryCount"]!.GetValue<int>());
    }
}
