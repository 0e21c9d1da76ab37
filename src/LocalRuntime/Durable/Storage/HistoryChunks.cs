using System.Globalization;
using System.Text;
using Azure.Data.Tables;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Where history text lies: in properties of 30,000 characters, the first ten in the instance's own row, the others fifteen a
/// row in rows after it. An append touches the last property only, as a rule.
/// </summary>
internal static class HistoryChunks
{
    public const string InstanceRow = "instance";
    private const int ChunkLength = 30_000;
    private const int InInstanceRow = 10;
    private const int InFurtherRow = 15;

    /// <summary>Sets the properties that change when text is written from <paramref name="start"/> on.</summary>
    /// <param name="row">Gives the entity of a row key.</param>
    /// <param name="start">How much of <paramref name="text"/> is stored already; at most the last property of it is written again.</param>
    /// <param name="text">The whole text.</param>
    public static void Write(Func<string, TableEntity> row, int start, string text)
    {
        for (var chunk = start / ChunkLength; chunk * ChunkLength < text.Length; chunk++)
        {
            var from = chunk * ChunkLength;
            row(RowOf(chunk))[PropertyOf(chunk)] = text.Substring(from, Math.Min(ChunkLength, text.Length - from));
        }
    }

    public static string Read(IReadOnlyDictionary<string, TableEntity> rows, int length)
    {
        var text = new StringBuilder(length);
        for (var chunk = 0; chunk * ChunkLength < length; chunk++)
        {
            text.Append(rows[RowOf(chunk)].GetString(PropertyOf(chunk)));
        }

        return text.ToString();
    }

    /// <summary>The rows beyond the instance's own that text of this length takes.</summary>
    public static IEnumerable<string> FurtherRows(int length)
    {
        var chunks = (length + ChunkLength - 1) / ChunkLength;
        for (var chunk = InInstanceRow; chunk < chunks; chunk += InFurtherRow)
        {
            yield return RowOf(chunk);
        }
    }

    private static string RowOf(int chunk) => chunk < InInstanceRow
        ? InstanceRow
        : string.Create(CultureInfo.InvariantCulture, $"history-{(chunk - InInstanceRow) / InFurtherRow:d4}");

    private static string PropertyOf(int chunk) => string.Create(CultureInfo.InvariantCulture, $"H{chunk:d4}");
}
