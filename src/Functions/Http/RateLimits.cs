using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;

namespace Inburgering.Functions.Http;

/// <summary>
/// How much anybody may ask: token buckets of this instance, refilled every second of real time. With n instances a caller can get up to
/// n times as much; what must hold over all of them (a flood) is the front door's work. Settings <c>RateLimits:{name}:Burst</c> and
/// <c>:PerSecond</c>.
/// </summary>
internal sealed class RateLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string> accounts;
    private readonly PartitionedRateLimiter<string> applications;
    private readonly PartitionedRateLimiter<string> addresses;
    private readonly PartitionedRateLimiter<string> misses;

    /// <exception cref="SettingException">A limit is no whole number, or out of range.</exception>
    public RateLimits(IConfiguration configuration)
    {
        accounts = Buckets(configuration, "Account", burst: 300, perSecond: 10);
        applications = Buckets(configuration, "Application", burst: 600, perSecond: 50);
        addresses = Buckets(configuration, "Address", burst: 300, perSecond: 10);
        misses = Buckets(configuration, "WrongCodes", burst: 30, perSecond: 1);
    }

    /// <summary>Counts a request of somebody who signed in.</summary>
    /// <returns>How long to wait; <see langword="null"/> if the request may go on.</returns>
    public TimeSpan? Take(Caller caller) => Take(caller.Role == Role.Dwewis ? applications : accounts, $"{caller.Issuer} {caller.Subject}");

    /// <summary>Counts a request without a valid token.</summary>
    public TimeSpan? Take(string address) => Take(addresses, address);

    /// <summary>Whether the address has guessed too many codes. Asking counts for nothing.</summary>
    public TimeSpan? Guessing(string address) =>
        // Not by acquiring none: that is granted as long as a fraction of a permit is left, with which no miss can be counted.
        misses.GetStatistics(address) is { CurrentAvailablePermits: < 1 } ? TimeSpan.FromSeconds(1) : null;

    /// <summary>Counts a code that does not exist.</summary>
    public void Missed(string address) => Take(misses, address);

    public void Dispose()
    {
        accounts.Dispose();
        applications.Dispose();
        addresses.Dispose();
        misses.Dispose();
    }

    private static TimeSpan? Take(PartitionedRateLimiter<string> buckets, string key)
    {
        using var lease = buckets.AttemptAcquire(key);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
    }

    private static PartitionedRateLimiter<string> Buckets(IConfiguration configuration, string name, int burst, int perSecond)
    {
        const int most = 1_000_000;
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = Setting.Number(configuration, $"RateLimits:{name}:Burst", burst, 1, most),
            TokensPerPeriod = Setting.Number(configuration, $"RateLimits:{name}:PerSecond", perSecond, 1, most),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
        return PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => options), StringComparer.Ordinal);
    }
}
