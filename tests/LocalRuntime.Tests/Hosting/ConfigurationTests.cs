using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.Hosting;

public sealed class ConfigurationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task The_app_finds_the_runtime_in_its_configuration()
    {
        await using var app = await RunningApp.StartAsync(azurite, []);
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        Assert.Equal(azurite.Storage.ConnectionString, configuration["AzureWebJobsStorage"]);
        Assert.Equal($"http://localhost:{app.Settings.Port}", configuration["LocalRuntime:BaseAddress"]);
        Assert.Equal($"http://localhost:{app.Settings.Port}/local/oidc", configuration["LocalRuntime:Oidc:Authority"]);
        Assert.Equal("inburgering-api", configuration["LocalRuntime:Oidc:Audience"]);
        Assert.Equal(app.Settings.DataFolder, configuration["LocalRuntime:DataFolder"]);
        Assert.Equal(app.Settings.Isolation, configuration["LocalRuntime:Isolation"]);
    }

    [Fact]
    public async Task Local_settings_are_read_and_environment_variables_and_the_runtimes_own_values_win()
    {
        var variable = "InburgeringTest" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(variable, "environment");
        var folder = TemporaryFolder.Create();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "local.settings.json"),
            $$"""
            {
              // as Core Tools allow
              "IsEncrypted": false,
              "Values": { "A__B": "underscores", "C:D": "colon", "Number": 5, "AzureWebJobsStorage": "UseDevelopmentStorage=true", "{{variable}}": "file" },
            }
            """,
            TestContext.Current.CancellationToken);
        await using var app = await RunningApp.StartAsync(azurite, [], with: settings => settings with { AppFolder = folder });
        var configuration = app.Services.GetRequiredService<IConfiguration>();
        Assert.Equal("underscores", configuration["A:B"]);
        Assert.Equal("colon", configuration["C:D"]);
        Assert.Equal("5", configuration["Number"]);
        Assert.Equal("environment", configuration[variable]);
        Assert.Equal(azurite.Storage.ConnectionString, configuration["AzureWebJobsStorage"]);
    }

    [Theory]
    [InlineData("""{ "version": "2.0" }""", "/api/hello")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "rest/" } } }""", "/rest/hello")]
    [InlineData("""{ "extensions": { "http": { "routePrefix": "" } } }""", "/hello")]
    public async Task The_route_prefix_is_that_of_host_json(string hostFile, string path)
    {
        var folder = TemporaryFolder.Create();
        await File.WriteAllTextAsync(Path.Combine(folder, "host.json"), hostFile, TestContext.Current.CancellationToken);
        await using var app = await RunningApp.StartAsync(azurite, [typeof(Functions)], with: settings => settings with { AppFolder = folder });
        Assert.Equal("hello", await app.Http.GetStringAsync(path, TestContext.Current.CancellationToken));
    }

    public static class Functions
    {
        [Function("Hello")]
        public static string Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello")] HttpRequest request) => "hello";
    }
}
