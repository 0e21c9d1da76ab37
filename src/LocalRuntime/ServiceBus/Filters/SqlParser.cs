using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// Recursive descent over: <c>or := and {OR and}</c>, <c>and := not {AND not}</c>, <c>not := [NOT] predicate</c>,
/// <c>predicate := ( or ) | EXISTS(name) | operand [comparison | [NOT] IN (…) | [NOT] LIKE '…' [ESCAPE '…'] | IS [NOT] NULL]</c>.
/// </summary>
internal sealed class SqlParser(IReadOnlyList<SqlToken> tokens)
{
    private static readonly string[] Keywords = ["AND", "OR", "NOT", "IN", "LIKE", "ESCAPE", "IS", "NULL", "TRUE", "FALSE", "EXISTS"];

    private static readonly Dictionary<string, Func<int, bool>> Comparisons = new()
    {
        ["="] = order => order == 0,
        ["<>"] = order => order != 0,
        ["!="] = order => order != 0,
        ["<"] = order => order < 0,
        ["<="] = order => order <= 0,
        [">"] = order => order > 0,
        [">="] = order => order >= 0,
    };

    private int next;

    private SqlToken Current => tokens[next];

    public SqlCondition ParseAll()
    {
        var condition = ParseOr();
        return Current.Kind == SqlTokenKind.End ? condition : throw Unexpected("AND, OR or the end");
    }

    private SqlCondition ParseOr()
    {
        var left = ParseAnd();
        while (Take("OR"))
        {
            left = new SqlOr(left, ParseAnd());
        }

        return left;
    }

    private SqlCondition ParseAnd()
    {
        var left = ParseNot();
        while (Take("AND"))
        {
            left = new SqlAnd(left, ParseNot());
        }

        return left;
    }

    private SqlCondition ParseNot() => Take("NOT") ? new SqlNot(ParseNot()) : ParsePredicate();

    private SqlCondition ParsePredicate()
    {
        if (Take("("))
        {
            var inner = ParseOr();
            Require(")");
            return inner;
        }

        if (Take("EXISTS"))
        {
            Require("(");
            var property = ParseProperty();
            Require(")");
            return new SqlNot(new SqlIsNull(property));
        }

        var operand = ParseOperand();
        if (Current.Kind == SqlTokenKind.Symbol && Comparisons.TryGetValue(Current.Value, out var accepts))
        {
            next++;
            return new SqlComparison(operand, ParseOperand(), accepts);
        }

        if (Take("IS"))
        {
            var negated = Take("NOT");
            Require("NULL");
            return Negate(negated, new SqlIsNull(operand));
        }

        var not = Take("NOT");
        if (Take("IN"))
        {
            return Negate(not, new SqlIn(operand, ParseValues()));
        }

        if (Take("LIKE"))
        {
            return Negate(not, new SqlLike(operand, ParsePattern()));
        }

        return not ? throw Unexpected("IN or LIKE") : new SqlTruth(operand);
    }

    private static SqlCondition Negate(bool negated, SqlCondition condition) => negated ? new SqlNot(condition) : condition;

    private SqlOperand ParseOperand() => ParseLiteral() is { } literal ? new SqlLiteral(literal) : ParseProperty();

    private SqlProperty ParseProperty()
    {
        var first = TakeName();
        if (!Take("."))
        {
            return new SqlProperty(first.Value, IsSystem: false);
        }

        if (first.Is("sys"))
        {
            var name = TakeName();
            return MessageContent.IsSystemProperty(name.Value)
                ? new SqlProperty(name.Value, IsSystem: true)
                : throw new FormatException($"there is no system property '{name.Value}' (character {name.Position})");
        }

        return first.Is("user")
            ? new SqlProperty(TakeName().Value, IsSystem: false)
            : throw new FormatException($"the scope '{first.Value}' at character {first.Position} is neither sys nor user");
    }

    private SqlValue? ParseLiteral()
    {
        if (Take("TRUE"))
        {
            return SqlValue.Truth(true);
        }

        if (Take("FALSE"))
        {
            return SqlValue.Truth(false);
        }

        if (Current.Kind == SqlTokenKind.Text)
        {
            return SqlValue.Text(tokens[next++].Value);
        }

        var negative = Take("-");
        if ((negative || Take("+")) && Current.Kind != SqlTokenKind.Number)
        {
            throw Unexpected("a number");
        }

        if (Current.Kind != SqlTokenKind.Number)
        {
            return null;
        }

        return decimal.TryParse(Current.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? NumberTaken(negative ? -number : number)
            : throw Unexpected("a number");
    }

    private SqlValue NumberTaken(decimal number)
    {
        next++;
        return SqlValue.Number(number);
    }

    private List<SqlValue> ParseValues()
    {
        Require("(");
        var values = new List<SqlValue>();
        do
        {
            values.Add(ParseLiteral() ?? throw Unexpected("a literal"));
        }
        while (Take(","));
        Require(")");
        return values;
    }

    private Regex ParsePattern()
    {
        var pattern = TakeText();
        char? escape = null;
        if (Take("ESCAPE"))
        {
            var text = TakeText();
            escape = text.Value.Length == 1 ? text.Value[0] : throw new FormatException($"ESCAPE at character {text.Position} takes one character");
        }

        var regex = new StringBuilder("^");
        for (var at = 0; at < pattern.Value.Length; at++)
        {
            var character = pattern.Value[at];
            if (character == escape)
            {
                at++;
                regex.Append(at < pattern.Value.Length
                    ? Regex.Escape(pattern.Value[at].ToString())
                    : throw new FormatException($"the pattern at character {pattern.Position} ends with its escape character"));
            }
            else
            {
                regex.Append(character switch { '%' => ".*", '_' => ".", _ => Regex.Escape(character.ToString()) });
            }
        }

        return new Regex(regex.Append("\\z").ToString(), RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    private SqlToken TakeText() => Current.Kind == SqlTokenKind.Text ? tokens[next++] : throw Unexpected("a text in single quotes");

    private SqlToken TakeName() =>
        Current.Kind == SqlTokenKind.Name
        || (Current.Kind == SqlTokenKind.Word && !Keywords.Contains(Current.Value, StringComparer.OrdinalIgnoreCase))
            ? tokens[next++]
            : throw Unexpected("a property or a literal");

    private bool Take(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        next++;
        return true;
    }

    private void Require(string word)
    {
        if (!Take(word))
        {
            throw Unexpected($"'{word}'");
        }
    }

    private FormatException Unexpected(string expected) => new($"{expected} is expected at character {Current.Position}, not {Current}");
}
