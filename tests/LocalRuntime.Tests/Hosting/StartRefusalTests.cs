using System.Net;
using System.Net.Sockets;
using Inburgering.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Http;

namespace Inburgering.LocalRuntime.Tests.Hosting;

public sealed class StartRefusalTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData(typeof(TwoNames), "'Same'", "[Function]")]
    [InlineData(typeof(NoTrigger), "'NoTrigger'", "trigger attribute")]
    [InlineData(typeof(UnknownTrigger), "'UnknownTrigger'", "[BlobTrigger]")]
    [InlineData(typeof(TwoTriggers), "'TwoTriggers'", "[HttpTrigger] and [TimerTrigger]")]
    [InlineData(typeof(NotPublic), "'NotPublic'", "[Function]")]
    [InlineData(typeof(BadSchedule), "'BadSchedule'", "[TimerTrigger]")]
    [InlineData(typeof(MissingSchedule), "'MissingSchedule'", "[TimerTrigger]")]
    [InlineData(typeof(BadTimerParameter), "'BadTimerParameter'", "[TimerTrigger]")]
    [InlineData(typeof(SameRoute), "'SameRouteB'", "[HttpTrigger]")]
    [InlineData(typeof(SameRouteEveryMethod), "'SameRouteB'", "[HttpTrigger]")]
    [InlineData(typeof(BadRoute), "'BadRoute'", "[HttpTrigger]")]
    [InlineData(typeof(UnknownParameter), "'UnknownParameter'", "[HttpTrigger]")]
    [InlineData(typeof(WrongClient), "'WrongClient'", "[DurableClient]")]
    [InlineData(typeof(WrongRequest), "'WrongRequest'", "[HttpTrigger]")]
    [InlineData(typeof(UnknownBinding), "'UnknownBinding'", "[BlobInput]")]
    [InlineData(typeof(UnknownOutput), "'UnknownOutput'", "[QueueOutput]")]
    [InlineData(typeof(WrongContext), "'WrongContext'", "[OrchestrationTrigger]")]
    [InlineData(typeof(TwoInputs), "'TwoInputs'", "[ActivityTrigger]")]
    [InlineData(typeof(MessageMetadata), "'MessageMetadata'", "[ServiceBusTrigger]")]
    public void A_function_declared_wrongly_is_refused_in_one_line_that_names_it_and_the_attribute(Type functions, string function, string attribute)
    {
        var refusal = Assert.Throws<LocalRuntimeStartException>(() => RunningApp.Build(azurite, [functions]));
        Assert.Contains(function, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(attribute, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_taken_port_is_refused()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var refusal = Assert.Throws<LocalRuntimeStartException>(() => RunningApp.Build(azurite, [], with: settings => settings with { Port = port }));
        Assert.Equal($"Port {port} is taken by another program. Stop that one, or set INBURGERING_PORT to another port.", refusal.Message);
    }

    [Fact]
    public async Task A_data_folder_that_a_live_app_uses_is_refused_and_free_again_afterwards()
    {
        string folder;
        await using (var app = await RunningApp.StartAsync(azurite, []))
        {
            folder = app.Settings.DataFolder;
            Assert.Equal($"{Environment.ProcessId}", (await File.ReadAllTextAsync(Path.Combine(folder, "app.pid"), TestContext.Current.CancellationToken)).Trim());
            var refusal = Assert.Throws<LocalRuntimeStartException>(() => RunningApp.Build(azurite, [], with: settings => settings with { DataFolder = folder }));
            Assert.Contains($"in use by another app (process {Environment.ProcessId})", refusal.Message, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(folder, "app.pid")));
        }

        await using var again = await RunningApp.StartAsync(azurite, [], with: settings => settings with { DataFolder = folder });
        Assert.Equal(folder, again.Settings.DataFolder);
    }

    [Fact]
    public async Task A_pid_file_left_by_a_killed_app_hinders_nobody_and_a_normal_stop_leaves_none()
    {
        var folder = TemporaryFolder.Create();
        var pidFile = Path.Combine(folder, "app.pid");
        await File.WriteAllTextAsync(pidFile, "1\n", TestContext.Current.CancellationToken);
        using (var host = RunningApp.Build(azurite, [], with: settings => settings with { DataFolder = folder }))
        {
            Assert.Equal($"{Environment.ProcessId}", (await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken)).Trim());
        }

        Assert.False(File.Exists(pidFile));
    }

    [Fact]
    public void A_data_folder_that_is_a_file_is_refused()
    {
        var file = Path.Combine(TemporaryFolder.Create(), "file");
        File.WriteAllText(file, "");
        var refusal = Assert.Throws<LocalRuntimeStartException>(() => RunningApp.Build(azurite, [], with: settings => settings with { DataFolder = file }));
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("INBURGERING_DATA", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clock.json", "{")]
    [InlineData("clock.json", "null")]
    [InlineData("oidc-key.pem", "no key")]
    public void A_damaged_data_folder_is_refused_with_the_file_that_is_damaged(string name, string content)
    {
        var folder = TemporaryFolder.Create();
        File.WriteAllText(Path.Combine(folder, name), content);
        var refusal = Assert.Throws<LocalRuntimeStartException>(() => RunningApp.Build(azurite, [], with: settings => settings with { DataFolder = folder }));
        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        // What it took before it was refused it has given back.
        File.Delete(Path.Combine(folder, name));
        using (RunningApp.Build(azurite, [], with: settings => settings with { DataFolder = folder }))
        {
        }
    }

    [Theory]
    [InlineData("AZURE_FUNCTIONS_ENVIRONMENT")]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_ENVIRONMENT")]
    public void Production_is_refused(string variable)
    {
        var refusal = Assert.Throws<LocalRuntimeStartException>(() => RuntimeEnvironment.RefuseProduction(name => name == variable ? "production" : null));
        Assert.StartsWith($"{variable} is Production", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INBURGERING_PORT", "http")]
    [InlineData("INBURGERING_PORT", "70000")]
    [InlineData("INBURGERING_AMQP_PORT", "-1")]
    [InlineData("INBURGERING_CLOCK", "yesterday")]
    public void A_variable_without_a_valid_value_is_refused(string variable, string value)
    {
        var refusal = Assert.Throws<LocalRuntimeStartException>(() => RuntimeEnvironment.Read(typeof(StartRefusalTests).Assembly, name => name == variable ? value : null));
        Assert.StartsWith($"{variable} is '{value}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Node_that_is_missing_or_too_old_is_refused()
    {
        Assert.Contains("not installed", Assert.Throws<LocalRuntimeStartException>(() => NodeProcess.RefuseUnusable("/nonexistent/node")).Message, StringComparison.Ordinal);
        Assert.Contains("18.20.4 is too old", Assert.Throws<LocalRuntimeStartException>(() => NodeProcess.RefuseOld("v18.20.4")).Message, StringComparison.Ordinal);
        NodeProcess.RefuseOld("v20.0.0");
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class BlobTriggerAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class BlobInputAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class QueueOutputAttribute : Attribute;

    public static class UnknownBinding
    {
        [Function("UnknownBinding")]
        public static void Run([HttpTrigger("get", Route = "items/{blob}")] HttpRequest request, [BlobInput] string blob) => _ = (request, blob);
    }

    public static class UnknownOutput
    {
        [Function("UnknownOutput")]
        [QueueOutput]
        public static string Run([HttpTrigger("get", Route = "items")] HttpRequest request) => request.Path;
    }

    public static class WrongContext
    {
        [Function("WrongContext")]
        public static void Run([OrchestrationTrigger] string context) => _ = context;
    }

    public static class TwoInputs
    {
        [Function("TwoInputs")]
        public static void Run([ActivityTrigger] string input, int more) => _ = (input, more);
    }

    public static class MessageMetadata
    {
        [Function("MessageMetadata")]
        public static void Run([ServiceBusTrigger("q")] ServiceBusReceivedMessage message, string messageId) => _ = (message, messageId);
    }

    public static class TwoNames
    {
        [Function("Same")]
        public static void One([HttpTrigger(Route = "one")] HttpRequest request) => _ = request;

        [Function("same")]
        public static void Two([HttpTrigger(Route = "two")] HttpRequest request) => _ = request;
    }

    public static class NoTrigger
    {
        [Function("NoTrigger")]
        public static void Run(HttpRequest request) => _ = request;
    }

    public static class UnknownTrigger
    {
        [Function("UnknownTrigger")]
        public static void Run([BlobTrigger] string blob) => _ = blob;
    }

    public static class TwoTriggers
    {
        [Function("TwoTriggers")]
        public static void Run([HttpTrigger] HttpRequest request, [TimerTrigger("0 0 * * * *")] TimerInfo timer) => _ = (request, timer);
    }

    internal static class NotPublic
    {
        [Function("NotPublic")]
        public static void Run([HttpTrigger] HttpRequest request) => _ = request;
    }

    public static class BadSchedule
    {
        [Function("BadSchedule")]
        public static void Run([TimerTrigger("every morning")] TimerInfo timer) => _ = timer;
    }

    public static class MissingSchedule
    {
        [Function("MissingSchedule")]
        public static void Run([TimerTrigger("%NoSuchSetting%")] TimerInfo timer) => _ = timer;
    }

    public static class BadTimerParameter
    {
        [Function("BadTimerParameter")]
        public static void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, string more) => _ = (timer, more);
    }

    public static class SameRoute
    {
        [Function("SameRouteA")]
        public static void A([HttpTrigger("get", "post", Route = "items/{id}")] HttpRequest request, string id) => _ = (request, id);

        [Function("SameRouteB")]
        public static void B([HttpTrigger("post", Route = "Items/{other}")] HttpRequest request, string other) => _ = (request, other);
    }

    public static class SameRouteEveryMethod
    {
        [Function("SameRouteA")]
        public static void A([HttpTrigger("get", Route = "items")] HttpRequest request) => _ = request;

        [Function("SameRouteB")]
        public static void B([HttpTrigger(Route = "items")] HttpRequest request) => _ = request;
    }

    public static class BadRoute
    {
        [Function("BadRoute")]
        public static void Run([HttpTrigger("get", Route = "items/{id")] HttpRequest request) => _ = request;
    }

    public static class UnknownParameter
    {
        [Function("UnknownParameter")]
        public static void Run([HttpTrigger("get", Route = "items/{id}")] HttpRequest request, string name) => _ = (request, name);
    }

    public static class WrongClient
    {
        [Function("WrongClient")]
        public static void Run([HttpTrigger("get", Route = "items")] HttpRequest request, [DurableClient] string client) => _ = (request, client);
    }

    public static class WrongRequest
    {
        [Function("WrongRequest")]
        public static void Run([HttpTrigger("get", Route = "items")] string request) => _ = request;
    }
}
