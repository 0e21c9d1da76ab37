namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>A subscription rule's SQL expression. It takes a message when the condition is true; false and unknown both leave it.</summary>
internal sealed class SqlFilter : IMessageFilter
{
    private readonly SqlCondition condition;

    private SqlFilter(SqlCondition condition) => this.condition = condition;

    /// <exception cref="FormatException">The expression is not in the supported subset; the message says what and at which character.</exception>
    public static SqlFilter Parse(string expression) => new(new SqlParser(SqlTokenizer.Split(expression)).ParseAll());

    public bool Matches(MessageContent message) => condition.Holds(message) == true;
}
