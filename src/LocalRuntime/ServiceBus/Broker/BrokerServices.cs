using Inburgering.LocalRuntime.Clock;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.ServiceBus;

/// <summary>What every part of the broker shares.</summary>
/// <param name="Clock">The runtime's clock. Locks alone run on real time.</param>
internal sealed record BrokerServices(MessageStore Store, TimeProvider Clock, WorkInFlight Work, ILogger Log) : IDisposable
{
    private const long CachedBytes = 16 * 1024 * 1024;

    /// <summary>Contents that a receiver is about to want, so that they need not be read back.</summary>
    public MemoryCache Recent { get; } = new(new MemoryCacheOptions { SizeLimit = CachedBytes });

    public void Remember(StoredMessage message, MessageContent content) => Recent.Set(
        message, content, new MemoryCacheEntryOptions { Size = content.Body.Length + 1024, SlidingExpiration = TimeSpan.FromMinutes(1) });

    public bool IsRemembered(StoredMessage message) => Recent.TryGetValue(message, out _);

    public async ValueTask<MessageContent?> ContentOfAsync(StoredMessage message) =>
        Recent.TryGetValue(message, out MessageContent? content) ? content : await Store.ReadContentAsync(message).ConfigureAwait(false);

    public void Dispose() => Recent.Dispose();
}
