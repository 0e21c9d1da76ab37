using System.Text.Json;

namespace Inburgering.LocalRuntime.Durable;

/// <summary>
/// Who waits for which external event, and the events nobody waits for yet. Events are kept first in first out; waiters are
/// served last in first out, and a cancelled waiter keeps its place: an event that reaches it is gone. So does the real one.
/// </summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    private readonly Dictionary<string, Stack<IWaiter>> waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent> buffer = [];

    private interface IWaiter
    {
        Type Type { get; }

        bool IsOpen { get; }

        void Complete(DataConverter converter, string? payload);
    }

    /// <summary>Whether any waiter can still be served.</summary>
    public bool AnyOpen => waiters.Values.Any(stack => stack.Any(waiter => waiter.IsOpen));

    /// <exception cref="ArgumentException">Another waiter of this event expects another type.</exception>
    public Task<T> Wait<T>(string name, CancellationToken cancellationToken)
    {
        if (!waiters.TryGetValue(name, out var stack))
        {
            waiters[name] = stack = new Stack<IWaiter>();
        }

        if (stack.TryPeek(out var latest) && latest.Type != typeof(T))
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type argument. Expected {latest.Type.FullName} but was requested {typeof(T).FullName}.");
        }

        var waiter = new Waiter<T>();
        stack.Push(waiter);
        if (buffer.FindIndex(item => string.Equals(item.Name, name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
        {
            var item = buffer[index];
            buffer.RemoveAt(index);
            stack.Pop().Complete(converter, item.Data?.Text);
        }

        _ = cancellationToken.Register(() => waiter.TrySetCanceled(cancellationToken));
        return waiter.Task;
    }

    public void Raise(HistoryEvent item)
    {
        if (waiters.TryGetValue(item.Name!, out var stack) && stack.TryPop(out var waiter))
        {
            waiter.Complete(converter, item.Data?.Text);
        }
        else
        {
            buffer.Add(item);
        }
    }

    /// <summary>Takes every event nobody waited for, oldest first.</summary>
    public List<HistoryEvent> TakeAll()
    {
        List<HistoryEvent> all = [.. buffer];
        buffer.Clear();
        return all;
    }

    private sealed class Waiter<T> : TaskCompletionSource<T>, IWaiter
    {
        public Type Type => typeof(T);

        public bool IsOpen => !Task.IsCompleted;

        public void Complete(DataConverter converter, string? payload)
        {
            if (!IsOpen)
            {
                return;
            }

            try
            {
                TrySetResult(converter.Deserialize<T>(payload)!);
            }
            catch (Exception exception) when (exception is JsonException or NotSupportedException)
            {
                TrySetException(exception);
            }
        }
    }
}
