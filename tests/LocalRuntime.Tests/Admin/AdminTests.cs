using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs.Models;
using Inburgering.LocalRuntime.Tests.Hosting;
using Inburgering.LocalRuntime.Tests.Http;
using Microsoft.Extensions.Hosting;

namespace Inburgering.LocalRuntime.Tests.Admin;

public sealed class AdminTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_host_is_running_once_its_triggers_have_started()
    {
        var slow = new SlowStart();
        using var waiting = RunningApp.Build(azurite, [], builder => Microsoft.Extensions.DependencyInjection.ServiceCollectionHostedServiceExtensions.AddHostedService(builder.Services, _ => slow));
        var port = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<LocalRuntime.Hosting.LocalRuntimeSettings>(waiting.Services).Port;
        using var http = new HttpClient();
        var starting = waiting.StartAsync(TestContext.Current.CancellationToken);
        var status = http.GetStringAsync(new Uri($"http://localhost:{port}/admin/host/status"), TestContext.Current.CancellationToken);
        await slow.Reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(status.IsCompleted);
        slow.GoOn.SetResult();
        await starting;
        Assert.Contains("\"state\":\"", await status, StringComparison.Ordinal);
        var now = await http.GetStringAsync(new Uri($"http://localhost:{port}/admin/host/status"), TestContext.Current.CancellationToken);
        Assert.Contains("\"state\":\"Running\"", now, StringComparison.Ordinal);
        await waiting.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_functions_are_listed_with_their_bindings()
    {
        await using var app = await RunningApp.StartAsync(azurite, [typeof(SampleFunctions)]);
        var functions = await app.GetJsonAsync("/admin/functions");
        Assert.Equal(13, functions.GetArrayLength());
        var read = functions.EnumerateArray().Single(function => function.GetProperty("name").GetString() == "ReadItem");
        Assert.Equal($"http://localhost:{app.Settings.Port}/api/items/{{itemId:int}}", read.GetProperty("invoke_url_template").GetString());
        var binding = read.GetProperty("config").GetProperty("bindings")[0];
        Assert.Equal("httpTrigger", binding.GetProperty("type").GetString());
        Assert.Equal("get", binding.GetProperty("methods")[0].GetString());
    }

    [Fact]
    public async Task A_document_is_served_with_its_content_type()
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        var container = azurite.Storage.Blobs.GetBlobContainerClient("letters" + Guid.NewGuid().ToString("N"));
        await container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        await container.GetBlobClient("p1/letter 1.pdf").UploadAsync(
            new BinaryData(Encoding.ASCII.GetBytes("%PDF-1.7")),
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/pdf" } },
            TestContext.Current.CancellationToken);
        using var response = await app.SendAsync(HttpMethod.Get, $"/local/documents/{container.Name}/p1/letter%201.pdf");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/pdf", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("%PDF-1.7", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/local/documents/nothing/at/all.pdf")]
    [InlineData("/local/documents/No_Container/x.pdf")]
    [InlineData("/local/documents/letters")]
    public async Task A_document_that_is_not_there_is_404(string path)
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        using var response = await app.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Without_a_portal_the_start_page_lists_the_doors_and_every_link_on_it_opens()
    {
        await using var app = await RunningApp.StartAsync(azurite, [typeof(SampleFunctions)]);
        var page = await app.Http.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.Contains("Endpoint=sb://localhost:", page, StringComparison.Ordinal);
        Assert.Contains($"http://localhost:{app.Settings.Port}/api/{{route}}", page, StringComparison.Ordinal);
        var links = Regex.Matches(page, "href=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        foreach (var door in (string[])["/local/oidc/.well-known/openid-configuration", "/local/clock", "/local/servicebus", "/local/orchestrations", "/admin/functions"])
        {
            Assert.Contains($"http://localhost:{app.Settings.Port}{door}", links);
        }

        foreach (var link in links)
        {
            using var response = await app.SendAsync(HttpMethod.Get, link);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{link} answers {response.StatusCode}");
        }
    }

    [Fact]
    public async Task A_portal_beside_the_app_is_served_and_hides_no_function_and_no_door()
    {
        var folder = TemporaryFolder.Create();
        Directory.CreateDirectory(Path.Combine(folder, "portal", "assets"));
        await File.WriteAllTextAsync(Path.Combine(folder, "portal", "index.html"), "<h1>portal</h1>", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "portal", "assets", "app.js"), "1", TestContext.Current.CancellationToken);
        await using var app = await RunningApp.StartAsync(azurite, [typeof(SampleFunctions)], with: settings => settings with { AppFolder = folder });
        Assert.Equal("<h1>portal</h1>", await app.Http.GetStringAsync("/", TestContext.Current.CancellationToken));
        using var script = await app.SendAsync(HttpMethod.Get, "/assets/app.js");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.Equal("by name", await app.Http.GetStringAsync("/api/DefaultRoute", TestContext.Current.CancellationToken));
        Assert.True((await app.GetJsonAsync("/local/clock")).TryGetProperty("now", out _));
        foreach (var path in (string[])["/nothing", "/api/nothing", "/assets", "/../host.json"])
        {
            using var response = await app.SendAsync(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private sealed class SlowStart : IHostedService
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Reached.SetResult();
            return GoOn.Task;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
