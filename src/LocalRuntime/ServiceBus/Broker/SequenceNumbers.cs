namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>
/// Gives out an entity's sequence numbers. A block is reserved in storage before its first number is used, so numbers rise
/// across a crash as well; what was left of the block is skipped then.
/// </summary>
internal sealed class SequenceNumbers(string entity, MessageStore store) : IDisposable
{
    private const int Block = 1000;

    private readonly SemaphoreSlim gate = new(1, 1);
    private long last;
    private long reserved;

    public async Task LoadAsync(CancellationToken cancellationToken) =>
        last = reserved = await store.ReadReservedSequenceAsync(entity, cancellationToken).ConfigureAwait(false);

    /// <returns>The first of <paramref name="count"/> numbers in a row.</returns>
    public async ValueTask<long> TakeAsync(int count, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (last + count > reserved)
            {
                var upTo = last + Math.Max(Block, count);
                await store.ReserveSequenceAsync(entity, upTo, cancellationToken).ConfigureAwait(false);
                reserved = upTo;
            }

            var first = last + 1;
            last += count;
            return first;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Gives the unused numbers back on an orderly stop, so that the next start goes on without a gap.</summary>
    public async Task ReturnUnusedAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (reserved > last)
            {
                await store.ReserveSequenceAsync(entity, last, cancellationToken).ConfigureAwait(false);
                reserved = last;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
