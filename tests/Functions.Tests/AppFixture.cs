using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Inburgering.Functions.Http;
using Inburgering.Functions.Runtime;
using Inburgering.Functions.Tests;
using Inburgering.LocalRuntime;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.Extensions.Hosting;

[assembly: AssemblyFixture(typeof(AppFixture))]

namespace Inburgering.Functions.Tests;

/// <summary>
/// The real app on a real Azurite, one for the whole run, reached through its public doors only. Each test has persons of its
/// own, and none moves the clock, so tests run in any order and in parallel.
/// </summary>
public sealed class AppFixture : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("inburgering-functions-").FullName;
    private IHost? app;

    public HttpClient Http { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        var storage = AzuriteProcess.EnsureStarted(Path.Combine(folder, "azurite"), inMemory: true);
        var settings = new LocalRuntimeSettings(
            typeof(FunctionAccess).Assembly, Path.Combine(folder, "data"), Port: 0, AmqpPort: 0, new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero), storage);
        var builder = FunctionsApplication.CreateBuilder([], settings);
        builder.AddInburgering();
        Http = new HttpClient { BaseAddress = new Uri(builder.Configuration["LocalRuntime:BaseAddress"]!) };
        app = builder.Build();
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app!.StopAsync();
        app.Dispose();
        Http.Dispose();
        AzuriteProcess.Stop(Path.Combine(folder, "azurite"));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A token of the local issuer.</summary>
    public async Task<string> TokenAsync(string role, string subject, string? agency = null)
    {
        var answer = await Http.PostAsJsonAsync("/local/oidc/token", new { role, subject, agency }, new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull });
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["access_token"]!.GetValue<string>();
    }

    public Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string? token, object? body = null, string? accept = null) =>
        AskAsync(method, path, token, body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"), accept);

    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string? token, HttpContent? content, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        return await Http.SendAsync(request);
    }

    public async Task<JsonNode> JsonAsync(HttpMethod method, string path, string? token, object? body = null, string? accept = null)
    {
        using var answer = await AskAsync(method, path, token, body, accept);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path} answered {(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Sends a message and waits until it and all that comes of it has settled.</summary>
    /// <returns>The message's dead letter; <see langword="null"/> if it was taken.</returns>
    public async Task<JsonNode?> SendAsync(string queue, string body)
    {
        var messageId = await PostMessageAsync(queue, body);
        await SettleAsync();
        return await DeadLetterAsync(queue, messageId);
    }

    public async Task<string> PostMessageAsync(string queue, string body)
    {
        using var answer = await Http.PostAsync($"/local/servicebus/{queue}/messages", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(201, (int)answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["messageId"]!.GetValue<string>();
    }

    public async Task SettleAsync() => (await Http.PostAsJsonAsync("/local/clock", new { advance = "PT0S" })).EnsureSuccessStatusCode();

    public async Task<JsonNode?> DeadLetterAsync(string queue, string messageId) =>
        (await Http.GetFromJsonAsync<JsonNode>($"/local/servicebus/{queue}/deadletters"))!["items"]!.AsArray().FirstOrDefault(item => item!["messageId"]!.GetValue<string>() == messageId);

    /// <summary>What went out about a person, of one type.</summary>
    public async Task<IReadOnlyList<JsonNode>> OutgoingAsync(string subscription, string type, Func<JsonNode, bool> about) =>
        [.. (await Http.GetFromJsonAsync<JsonNode>($"/local/servicebus/inburgering-events/subscriptions/{subscription}/messages"))!["items"]!.AsArray()
            .Select(item => item!["body"]!)
            .Where(body => body["type"]!.GetValue<string>() == "be.vlaanderen.inburgering.v1." + type && about(body))];
}
