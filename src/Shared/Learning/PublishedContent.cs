using System.Collections.Concurrent;

namespace Inburgering.Learning;

/// <summary>
/// The content that the app works with: the edition in force, held in memory and looked after from time to time, and earlier ones for
/// tests that were taken on them. Reading it costs no request.
/// </summary>
public sealed class PublishedContent(ContentEditions editions)
{
    // Whoever reads an old test is rare, and of editions there are a few a year.
    private const int MostEarlier = 4;

    private readonly ConcurrentDictionary<int, ContentEdition> earlier = new();
    private volatile ContentEdition? edition;
    private StoredEdition? known;

    /// <summary>The edition in force.</summary>
    public ContentEdition Edition => edition ?? throw new InvalidOperationException("The content is read before the app has started.");

    /// <summary>The package in force.</summary>
    public ContentPackage Package => Edition.Package;

    /// <summary>Takes an edition as the one in force.</summary>
    public void Use(ContentEdition inForce) => edition = inForce;

    /// <summary>Looks whether another edition is in force, and takes it. One request if not.</summary>
    /// <returns>Whether it did; <see langword="false"/> also if none was ever published.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var newer = known is null ? await editions.InForceAsync(cancellationToken) : await editions.NewerThanAsync(known, cancellationToken);
        if (newer is null)
        {
            return false;
        }

        Use(await editions.ReadAsync(newer.InForce.Number, cancellationToken));
        known = newer;
        return true;
    }

    /// <summary>An edition that a test was taken on; without a request if it is in force.</summary>
    public async Task<ContentEdition> FindAsync(int number, CancellationToken cancellationToken)
    {
        if (Edition is var inForce && inForce.Number == number)
        {
            return inForce;
        }

        if (earlier.TryGetValue(number, out var held))
        {
            return held;
        }

        if (earlier.Count >= MostEarlier)
        {
            earlier.Clear();
        }

        return earlier[number] = await editions.ReadAsync(number, cancellationToken);
    }
}
