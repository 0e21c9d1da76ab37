using System.Text.RegularExpressions;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>A condition of a SQL filter in three-valued logic: <see langword="null"/> is SQL's "unknown".</summary>
internal abstract record SqlCondition
{
    public abstract bool? Holds(MessageContent message);
}

/// <summary>A property or a literal. A missing property has no value (NULL).</summary>
internal abstract record SqlOperand
{
    public abstract bool TryRead(MessageContent message, out SqlValue value);
}

internal sealed record SqlLiteral(SqlValue Value) : SqlOperand
{
    public override bool TryRead(MessageContent message, out SqlValue value)
    {
        value = Value;
        return true;
    }
}

/// <param name="Name">Without its scope, compared without case.</param>
/// <param name="IsSystem">Written as <c>sys.Name</c>: MessageId, Label and so on, rather than an application property.</param>
internal sealed record SqlProperty(string Name, bool IsSystem) : SqlOperand
{
    public override bool TryRead(MessageContent message, out SqlValue value) =>
        SqlValue.TryFrom(IsSystem ? message.SystemProperty(Name) : message.ApplicationProperty(Name), out value);
}

internal sealed record SqlAnd(SqlCondition Left, SqlCondition Right) : SqlCondition
{
    public override bool? Holds(MessageContent message) => Left.Holds(message) & Right.Holds(message);
}

internal sealed record SqlOr(SqlCondition Left, SqlCondition Right) : SqlCondition
{
    public override bool? Holds(MessageContent message) => Left.Holds(message) | Right.Holds(message);
}

internal sealed record SqlNot(SqlCondition Inner) : SqlCondition
{
    public override bool? Holds(MessageContent message) => !Inner.Holds(message);
}

/// <summary>An operand that stands alone: TRUE, FALSE or a property that holds one of them.</summary>
internal sealed record SqlTruth(SqlOperand Operand) : SqlCondition
{
    public override bool? Holds(MessageContent message) => Operand.TryRead(message, out var value) ? value.AsTruth : null;
}

/// <param name="Accepts">Whether an ordering (negative, 0, positive) satisfies the operator.</param>
internal sealed record SqlComparison(SqlOperand Left, SqlOperand Right, Func<int, bool> Accepts) : SqlCondition
{
    public override bool? Holds(MessageContent message) =>
        Left.TryRead(message, out var left) && Right.TryRead(message, out var right) && SqlValue.Compare(left, right) is { } order
            ? Accepts(order)
            : null;
}

internal sealed record SqlIn(SqlOperand Operand, IReadOnlyList<SqlValue> Values) : SqlCondition
{
    public override bool? Holds(MessageContent message) =>
        Operand.TryRead(message, out var value) ? Values.Any(candidate => SqlValue.Compare(value, candidate) == 0) : null;
}

internal sealed record SqlLike(SqlOperand Operand, Regex Pattern) : SqlCondition
{
    public override bool? Holds(MessageContent message) =>
        Operand.TryRead(message, out var value) && value.AsText is { } text ? Pattern.IsMatch(text) : null;
}

internal sealed record SqlIsNull(SqlOperand Operand) : SqlCondition
{
    public override bool? Holds(MessageContent message) => !Operand.TryRead(message, out _);
}
