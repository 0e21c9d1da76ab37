namespace Inburgering.LocalRuntime.Durable;

/// <summary>The earliest part of the index of due work, as far as it is kept in memory.</summary>
internal sealed class DueWindow
{
    /// <summary>As many keys are read at a time; at most a few times as many are kept.</summary>
    public const int Size = 1_000;

    /// <summary>Before every key.</summary>
    public const string Beginning = "0";

    /// <summary>After every key.</summary>
    public const string End = "9";

    private readonly Lock gate = new();
    private readonly SortedSet<string> keys = new(StringComparer.Ordinal);

    // What was stored while a range was being read, which the reading may have missed.
    private readonly HashSet<string> storedWhileReading = new(StringComparer.Ordinal);

    // Every stored key up to here is in memory, or was taken.
    private string horizon = Beginning;
    private int readings;

    public void BeginAt(string key)
    {
        lock (gate)
        {
            horizon = key;
        }
    }

    /// <summary>Takes in keys that were stored just now, as far as they belong here.</summary>
    public void Add(IEnumerable<string> stored)
    {
        lock (gate)
        {
            foreach (var key in stored)
            {
                if (string.CompareOrdinal(key, horizon) <= 0)
                {
                    keys.Add(key);
                }
                else if (readings > 0)
                {
                    storedWhileReading.Add(key);
                }
            }

            if (keys.Count > 4 * Size)
            {
                var kept = keys.Take(Size).ToList();
                keys.Clear();
                keys.UnionWith(kept);
                horizon = kept[^1];
            }
        }
    }

    public void Remove(string key)
    {
        lock (gate)
        {
            keys.Remove(key);
        }
    }

    /// <param name="first">The earliest key; <see langword="null"/> when none is stored at all.</param>
    /// <returns>False when more must be read to know.</returns>
    public bool TryGetFirst(out string? first)
    {
        lock (gate)
        {
            first = keys.Min;
            return first is not null || horizon == End;
        }
    }

    /// <summary>Takes every key before <paramref name="end"/>.</summary>
    public List<string> TakeUntil(string end)
    {
        var taken = new List<string>();
        lock (gate)
        {
            while (keys.Min is { } first && string.CompareOrdinal(first, end) < 0)
            {
                taken.Add(first);
                keys.Remove(first);
            }
        }

        return taken;
    }

    /// <returns>The key after which to read.</returns>
    public string BeginReading()
    {
        lock (gate)
        {
            readings++;
            return horizon;
        }
    }

    /// <param name="from">Where the reading began.</param>
    /// <param name="read">At most <see cref="Size"/> keys in order; <see langword="null"/> if the reading failed.</param>
    public void EndReading(string from, List<string>? read)
    {
        lock (gate)
        {
            if (read is not null && horizon == from)
            {
                horizon = read.Count < Size ? End : read[^1];
                keys.UnionWith(read);
                keys.UnionWith(storedWhileReading.Where(key => string.CompareOrdinal(key, horizon) <= 0));
            }

            if (--readings == 0)
            {
                storedWhileReading.Clear();
            }
        }
    }
}
