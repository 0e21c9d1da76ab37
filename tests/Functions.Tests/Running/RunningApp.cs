using Inburgering.Functions.Health;
using Inburgering.Functions.Runtime;
using Inburgering.Functions.Tests.Doors;
using Inburgering.LocalRuntime;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Inburgering.Functions.Tests.Running;

/// <summary>The app as Program.cs builds it, served by a real Kestrel on a free port. Its clock starts on Monday 2 March 2026, 9:00 in Brussels.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Tests ask more of one account than any person does.</summary>
    private static readonly Dictionary<string, string?> WideLimits = (
        from name in new[] { "Account", "Application", "Address", "WrongCodes" }
        from part in new[] { "Burst", "PerSecond" }
        select $"RateLimits:{name}:{part}").ToDictionary(setting => setting, _ => (string?)"1000000");

    private readonly IHost host;
    private readonly HttpClient http;

    private RunningApp(IHost host, ErrorLog errors, Uri address)
    {
        this.host = host;
        (Errors, Address) = (errors, address);
        http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(3) };
        Api = new Api(http, errors);
        Messages = new MessageDoor(Api, host.Services.GetRequiredService<ServiceBusClient>());
        Clock = new ClockDoor(Api);
    }

    public ErrorLog Errors { get; }

    public Uri Address { get; }

    public IServiceProvider Services => host.Services;

    public Api Api { get; }

    public MessageDoor Messages { get; }

    public ClockDoor Clock { get; }

    /// <summary>The key with which the local issuer signs, for tokens that are wrong in one respect only.</summary>
    public SigningCredentials IssuerKey => host.Services.GetRequiredService<SigningKey>().Credentials;

    /// <param name="appSettings">The app's settings, beside those of the local runtime.</param>
    public static async Task<RunningApp> StartAsync(LocalStorage storage, string folder, string isolation, IReadOnlyDictionary<string, string?>? appSettings = null)
    {
        var settings = new LocalRuntimeSettings(typeof(GetHealth).Assembly, folder, Port: 0, AmqpPort: 0, Clock: Start, Storage: storage, Isolation: isolation);
        var builder = FunctionsApplication.CreateBuilder([], settings);
        var errors = new ErrorLog();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(errors);
        builder.Configuration.AddInMemoryCollection(WideLimits);

        // It would be counted among what a test asks of storage.
        builder.Configuration["Content:RefreshSeconds"] = "86400";
        builder.Configuration.AddInMemoryCollection(appSettings ?? new Dictionary<string, string?>());
        builder.AddInburgering();
        var host = builder.Build();
        await host.StartAsync(CancellationToken.None);
        return new RunningApp(host, errors, new Uri($"http://localhost:{host.Services.GetRequiredService<LocalRuntimeSettings>().Port}"));
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
