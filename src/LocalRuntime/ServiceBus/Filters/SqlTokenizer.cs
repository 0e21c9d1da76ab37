using System.Text;

namespace Inburgering.LocalRuntime.ServiceBus;

internal enum SqlTokenKind
{
    Word,
    Name,
    Text,
    Number,
    Symbol,
    End,
}

/// <param name="Position">Of the token's first character, from 1.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Value, int Position)
{
    public bool Is(string word) =>
        (Kind == SqlTokenKind.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase)) || (Kind == SqlTokenKind.Symbol && Value == word);

    public override string ToString() => Kind == SqlTokenKind.End ? "the end" : $"'{Value}'";
}

/// <summary>
/// Splits a SQL filter into tokens: words (keywords and plain names), [bracketed] or "quoted" names, 'texts' with '' for a
/// quote, numbers and symbols.
/// </summary>
internal static class SqlTokenizer
{
    private static readonly string[] Symbols = ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ",", ".", "-", "+"];

    /// <exception cref="FormatException">A character that starts no token, or a text or name that is not closed.</exception>
    public static List<SqlToken> Split(string expression)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while (at < expression.Length)
        {
            var start = at;
            var character = expression[at];
            if (char.IsWhiteSpace(character))
            {
                at++;
            }
            else if (character == '\'')
            {
                tokens.Add(new SqlToken(SqlTokenKind.Text, ReadQuoted(expression, ref at, '\''), start + 1));
            }
            else if (character is '[' or '"')
            {
                tokens.Add(new SqlToken(SqlTokenKind.Name, ReadQuoted(expression, ref at, character == '[' ? ']' : '"'), start + 1));
            }
            else if (char.IsAsciiDigit(character))
            {
                tokens.Add(new SqlToken(SqlTokenKind.Number, ReadWhile(expression, ref at, next => char.IsAsciiLetterOrDigit(next) || next == '.'), start + 1));
            }
            else if (char.IsLetter(character) || character == '_')
            {
                tokens.Add(new SqlToken(SqlTokenKind.Word, ReadWhile(expression, ref at, next => char.IsLetterOrDigit(next) || next is '_' or '$'), start + 1));
            }
            else if (Array.Find(Symbols, symbol => string.CompareOrdinal(expression, start, symbol, 0, symbol.Length) == 0) is { } found)
            {
                at += found.Length;
                tokens.Add(new SqlToken(SqlTokenKind.Symbol, found, start + 1));
            }
            else
            {
                throw new FormatException($"'{character}' at character {start + 1} is not part of the filter language");
            }
        }

        tokens.Add(new SqlToken(SqlTokenKind.End, string.Empty, expression.Length + 1));
        return tokens;
    }

    private static string ReadWhile(string expression, ref int at, Predicate<char> belongs)
    {
        var start = at;
        while (at < expression.Length && belongs(expression[at]))
        {
            at++;
        }

        return expression[start..at];
    }

    private static string ReadQuoted(string expression, ref int at, char close)
    {
        var start = at++;
        var value = new StringBuilder();
        while (at < expression.Length)
        {
            var character = expression[at++];
            if (character != close)
            {
                value.Append(character);
            }
            else if (at < expression.Length && expression[at] == close)
            {
                value.Append(close);
                at++;
            }
            else
            {
                return value.ToString();
            }
        }

        throw new FormatException($"what opens with {expression[start]} at character {start + 1} is not closed");
    }
}
