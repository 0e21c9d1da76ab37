using Azure.Core;
using Azure.Core.Pipeline;

namespace Inburgering.Shared.Tests.Storage;

/// <summary>Every storage request of a world, so that a test can do something at a chosen moment, or crash there.</summary>
internal sealed class StorageRequests : HttpPipelinePolicy
{
    private int sent;

    /// <summary>Runs before a request leaves, with its number from 1.</summary>
    public Func<Request, int, Task>? Before { get; set; }

    /// <summary>Runs after the answer is there, before the caller sees it.</summary>
    public Func<Request, int, Task>? After { get; set; }

    /// <summary>How many requests left so far.</summary>
    public int Sent => sent;

    /// <summary>Crashes at one request: before it leaves, or after it took effect.</summary>
    public static StorageRequests CrashingAt(int number, bool tookEffect)
    {
        Task Crash(Request request, int at) => at == number ? Task.FromException(new CrashException()) : Task.CompletedTask;
        return tookEffect ? new StorageRequests { After = Crash } : new StorageRequests { Before = Crash };
    }

    /// <summary>Runs until it ends or crashes. A crash while the outbox is sent is left to the sweep, and nothing is thrown.</summary>
    public static async Task UntilCrashAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (CrashException)
        {
            // As meant.
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var number = Interlocked.Increment(ref sent);
        await (Before?.Invoke(message.Request, number) ?? Task.CompletedTask);
        await ProcessNextAsync(message, pipeline);
        await (After?.Invoke(message.Request, number) ?? Task.CompletedTask);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("The product calls storage asynchronously.");
}

/// <summary>The process ended here.</summary>
internal sealed class CrashException() : Exception("The process ended here.");
