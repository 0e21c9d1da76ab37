namespace Inburgering.Functions.Tests.Running;

/// <summary>
/// Lets many readers of one growing list share the reading: whoever asks gets what a read that began after the asking found, and no two
/// reads run at once.
/// </summary>
internal sealed class SharedRead<T>(Func<Task<T>> read)
{
    private readonly Lock gate = new();
    private Task current = Task.CompletedTask;
    private Task<T>? next;

    public Task<T> ReadAsync()
    {
        lock (gate)
        {
            return next ??= BeginAfterAsync(current);
        }
    }

    private async Task<T> BeginAfterAsync(Task previous)
    {
        // Never inside the lock of the one who asked.
        await Task.Yield();
        await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            current = next!;
            next = null;
        }

        return await read();
    }
}
