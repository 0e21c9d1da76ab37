using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Inburgering.LocalRuntime.Clock;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Inburgering.LocalRuntime.Tests.Hosting;

/// <summary>An app of the given function classes, served by a real Kestrel on a free port, with a data folder of its own.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly IHost host;

    private RunningApp(IHost host, LocalRuntimeSettings settings)
    {
        this.host = host;
        Settings = settings;
        Http = new HttpClient { BaseAddress = new Uri($"http://localhost:{settings.Port}") };
    }

    public LocalRuntimeSettings Settings { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => host.Services;

    public LocalClock Clock => Services.GetRequiredService<LocalClock>();

    /// <param name="functions">The classes whose functions the app has.</param>
    /// <param name="configure">What the app's Program.cs does with its builder.</param>
    /// <param name="with">Changes the settings.</param>
    public static async Task<RunningApp> StartAsync(
        AzuriteFixture azurite,
        Type[] functions,
        Action<FunctionsApplicationBuilder>? configure = null,
        Func<LocalRuntimeSettings, LocalRuntimeSettings>? with = null)
    {
        var host = Build(azurite, functions, configure, with);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new RunningApp(host, host.Services.GetRequiredService<LocalRuntimeSettings>());
    }

    /// <summary>As <see cref="StartAsync"/>, but not started.</summary>
    public static IHost Build(
        AzuriteFixture azurite,
        Type[] functions,
        Action<FunctionsApplicationBuilder>? configure = null,
        Func<LocalRuntimeSettings, LocalRuntimeSettings>? with = null)
    {
        var folder = TemporaryFolder.Create();
        var settings = new LocalRuntimeSettings(
            typeof(RunningApp).Assembly,
            folder,
            Port: 0,
            AmqpPort: 0,
            Storage: azurite.Storage,
            Isolation: "t" + Guid.NewGuid().ToString("N")[..12])
        {
            FunctionTypes = functions,
            AppFolder = folder,
        };
        var builder = FunctionsApplication.CreateBuilder([], with?.Invoke(settings) ?? settings);
        builder.Logging.ClearProviders();
        configure?.Invoke(builder);
        return builder.Build();
    }

    public Task StopAsync() => host.StopAsync(TestContext.Current.CancellationToken);

    public async Task<JsonElement> GetJsonAsync(string path) =>
        JsonDocument.Parse(await Http.GetStringAsync(path, TestContext.Current.CancellationToken)).RootElement;

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string mediaType = "application/json")
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(mediaType).MediaType!);
        }

        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
