using Inburgering.LocalRuntime.ServiceBus;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

public sealed class SqlFilterTests
{
    private static readonly MessageContent Message = new()
    {
        MessageId = "id-1",
        Body = ReadOnlyMemory<byte>.Empty,
        Subject = "greeting",
        Properties = new Dictionary<string, object?>
        {
            ["type"] = "be.example.v1.obligation.fulfilled",
            ["late"] = true,
            ["count"] = 5,
            ["ratio"] = 0.5,
            ["quote"] = "it's",
            ["percent"] = "100%",
            ["odd name]"] = "x",
            ["empty"] = null,
        },
    };

    [Theory]
    [InlineData("type = 'be.example.v1.obligation.fulfilled'")]
    [InlineData("TYPE = 'be.example.v1.obligation.fulfilled'")]
    [InlineData("user.type LIKE 'be.example.v1.obligation.%'")]
    [InlineData("type LIKE '%.fulfille_'")]
    [InlineData("type IN ('a', 'be.example.v1.obligation.fulfilled')")]
    [InlineData("type NOT IN ('a', 'b')")]
    [InlineData("type NOT LIKE 'b.%'")]
    [InlineData("type LIKE 'be.%' and late = true")]
    [InlineData("late")]
    [InlineData("NOT late = FALSE")]
    [InlineData("late <> FALSE AND count != 4")]
    [InlineData("count = 5 AND count >= 5.0 AND count <= 5 AND count > -1 AND count < 6e0")]
    [InlineData("ratio = 0.5")]
    [InlineData("quote = 'it''s'")]
    [InlineData("percent LIKE '100\\%' ESCAPE '\\'")]
    [InlineData("[odd name]]] = 'x'")]
    [InlineData("\"odd name]\" = 'x'")]
    [InlineData("missing IS NULL AND empty IS NULL AND type IS NOT NULL")]
    [InlineData("EXISTS(type) AND NOT EXISTS(missing)")]
    [InlineData("sys.Label = 'greeting' AND sys.MessageId = 'id-1'")]
    [InlineData("FALSE OR (late = TRUE AND (count = 1 OR count = 5))")]
    [InlineData("late = FALSE AND count = 1 OR count = 5")]
    [InlineData("missing = 1 OR late = TRUE")]
    [InlineData("'a' = 'a'")]
    public void Takes(string expression) => Assert.True(SqlFilter.Parse(expression).Matches(Message));

    [Theory]
    [InlineData("type = 'BE.EXAMPLE.V1.OBLIGATION.FULFILLED'")]
    [InlineData("type LIKE 'be.example'")]
    [InlineData("type LIKE 'be?example%'")]
    [InlineData("late = FALSE")]
    [InlineData("late = 'true'")]
    [InlineData("count = '5'")]
    [InlineData("missing = 'x'")]
    [InlineData("missing <> 'x'")]
    [InlineData("NOT missing = 'x'")]
    [InlineData("missing IN ('x')")]
    [InlineData("NOT missing IN ('x')")]
    [InlineData("missing LIKE '%'")]
    [InlineData("missing = 1 AND late = TRUE")]
    [InlineData("type")]
    [InlineData("NOT (late = TRUE OR missing = 1)")]
    public void Leaves(string expression) => Assert.False(SqlFilter.Parse(expression).Matches(Message));

    [Theory]
    [InlineData("", "a property or a literal is expected at character 1, not the end")]
    [InlineData("type =", "a property or a literal is expected at character 7, not the end")]
    [InlineData("type = 'a", "what opens with ' at character 8 is not closed")]
    [InlineData("type = 'a' late", "AND, OR or the end is expected at character 12, not 'late'")]
    [InlineData("(type = 'a'", "')' is expected at character 12, not the end")]
    [InlineData("type IN ()", "a literal is expected at character 10, not ')'")]
    [InlineData("type IN ('a' 'b')", "')' is expected at character 14, not 'b'")]
    [InlineData("type LIKE late", "a text in single quotes is expected at character 11, not 'late'")]
    [InlineData("type IS 5", "'NULL' is expected at character 9, not '5'")]
    [InlineData("type NOT = 5", "IN or LIKE is expected at character 10, not '='")]
    [InlineData("count = 5x", "a number is expected at character 9, not '5x'")]
    [InlineData("count = -late", "a number is expected at character 10, not 'late'")]
    [InlineData("sys.Nothing = 1", "there is no system property 'Nothing' (character 5)")]
    [InlineData("other.type = 1", "the scope 'other' at character 1 is neither sys nor user")]
    [InlineData("type # 1", "'#' at character 6 is not part of the filter language")]
    [InlineData("AND = 1", "a property or a literal is expected at character 1, not 'AND'")]
    [InlineData("type LIKE 'a!' ESCAPE '!'", "the pattern at character 11 ends with its escape character")]
    public void Refuses_and_says_where(string expression, string why) =>
        Assert.Equal(why, Assert.Throws<FormatException>(() => SqlFilter.Parse(expression)).Message);
}
