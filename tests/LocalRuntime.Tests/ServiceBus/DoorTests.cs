using System.Net;
using System.Text;
using System.Text.Json;
using Inburgering.LocalRuntime.ServiceBus;
using Inburgering.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Inburgering.LocalRuntime.Tests.ServiceBus;

public sealed class DoorTests(AzuriteFixture azurite)
{
    private const string Topology = """
        { "UserConfig": { "Namespaces": [ { "Name": "n", "Queues": [ { "Name": "in" } ], "Topics": [ { "Name": "out", "Subscriptions": [
          { "Name": "all" }, { "Name": "late", "Rules": [ { "Name": "r", "Properties": { "FilterType": "Sql", "SqlFilter": { "SqlExpression": "late = TRUE" } } } ] } ] } ] } ] } }
        """;

    [Fact]
    public async Task A_message_sent_as_the_REST_call_does_is_listed_and_reading_consumes_nothing()
    {
        await using var app = await StartAsync();
        using var answer = await SendAsync(app, "in", """{"naam":"Ayşe"}""",
            ("BrokerProperties", """{"MessageId":"m-1","CorrelationId":"c","Label":"l","TimeToLive":60}"""), ("type", "\"a \\\"quoted\\\" text\""), ("count", "5"), ("late", "true"), ("plain", "no quotes"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        for (var reading = 0; reading < 2; reading++)
        {
            var item = Assert.Single(Items(await app.GetJsonAsync("/local/servicebus/in/messages")));
            Assert.Equal(
                """{"messageId":"m-1","sequenceNumber":1,"deliveryCount":0,"body":{"naam":"Ayşe"},"applicationProperties":{"type":"a \"quoted\" text","count":5,"late":true,"plain":"no quotes"}}""",
                item.GetRawText());
        }

        var delivery = await app.Services.GetRequiredService<Broker>().FindSource("in")!.TryTakeAsync();
        var message = delivery!.ToReceivedMessage();
        Assert.Equal(
            ("c", "l", "application/cloudevents+json; charset=utf-8", TimeSpan.FromMinutes(1)),
            (message.CorrelationId, message.Subject, message.ContentType, message.TimeToLive));
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_listed_as_text_and_application_properties_reach_the_filters()
    {
        await using var app = await StartAsync();
        using var late = await SendAsync(app, "out", "not json", ("late", "true"));
        using var onTime = await SendAsync(app, "out", "\"a json text\"", ("late", "false"));

        Assert.Equal(["not json", "a json text"], Bodies(await app.GetJsonAsync("/local/servicebus/out/subscriptions/all/messages")));
        Assert.Equal(["not json"], Bodies(await app.GetJsonAsync("/local/servicebus/out/subscriptions/late/messages")));
        Assert.Empty(Bodies(await app.GetJsonAsync("/local/servicebus/out/subscriptions/late/deadletters")));
    }

    [Fact]
    public async Task A_body_nested_as_deep_as_JSON_may_be_does_not_make_the_list_deeper_than_that()
    {
        await using var app = await StartAsync();
        var deep = new string('[', 63) + new string(']', 63);
        using var answer = await SendAsync(app, "in", deep);

        Assert.Equal(deep, Assert.Single(Bodies(await app.GetJsonAsync("/local/servicebus/in/messages"))));
    }

    [Fact]
    public async Task Entities_are_listed_with_their_counts()
    {
        await using var app = await StartAsync();
        using var answer = await SendAsync(app, "out", "x");
        var delivery = await app.Services.GetRequiredService<Broker>().FindSource("out/subscriptions/all")!.TryTakeAsync();
        await delivery!.Source.DeadLetterAsync(delivery.LockToken, "because", null);

        Assert.Equal(
            """[{"name":"in","messages":0,"deadLetters":0},{"name":"out","subscription":"all","messages":0,"deadLetters":1},{"name":"out","subscription":"late","messages":0,"deadLetters":0}]""",
            (await app.GetJsonAsync("/local/servicebus")).GetProperty("items").GetRawText());
    }

    [Fact]
    public async Task A_scheduled_message_is_received_when_the_clock_is_moved_there()
    {
        await using var app = await StartAsync();
        var at = app.Clock.GetUtcNow().AddDays(10);
        using var answer = await SendAsync(app, "in", "later", ("BrokerProperties", JsonSerializer.Serialize(new { ScheduledEnqueueTimeUtc = at.ToString("R") })));
        Assert.Null(await app.Services.GetRequiredService<Broker>().FindSource("in")!.TryTakeAsync());

        using var moved = await app.SendAsync(HttpMethod.Post, "/local/clock", """{"advance":"P11D"}""");
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.NotNull(await app.Services.GetRequiredService<Broker>().FindSource("in")!.TryTakeAsync());
    }

    [Theory]
    [InlineData("nowhere", "x", null, 404, "There is no queue or topic 'nowhere'.")]
    [InlineData("in", "", null, 400, "The request has no body: the body is the message.")]
    [InlineData("in", "x", "nonsense", 400, "The header BrokerProperties is not a JSON object")]
    [InlineData("in", "x", "[1]", 400, "The header BrokerProperties is not a JSON object")]
    [InlineData("in", "x", """{"MessageId":5}""", 400, "BrokerProperties.MessageId must be a text.")]
    [InlineData("in", "x", """{"MessageId":""}""", 400, "A message id has 1 to 128 characters.")]
    [InlineData("in", "x", """{"ScheduledEnqueueTimeUtc":"soon"}""", 400, "BrokerProperties.ScheduledEnqueueTimeUtc must be an instant")]
    [InlineData("in", "x", """{"TimeToLive":-1}""", 400, "BrokerProperties.TimeToLive must be a number of seconds above 0.")]
    public async Task A_wrong_message_is_refused_with_a_problem(string entity, string body, string? brokerProperties, int status, string detail)
    {
        await using var app = await StartAsync();
        using var answer = await SendAsync(app, entity, body, brokerProperties is null ? [] : [("BrokerProperties", brokerProperties)]);
        await RequireProblemAsync(answer, status, detail);
    }

    [Fact]
    public async Task A_message_over_256_KB_is_refused_and_one_below_is_taken()
    {
        await using var app = await StartAsync();
        using var tooLarge = await SendAsync(app, "in", new string('x', (256 * 1024) + 1));
        await RequireProblemAsync(tooLarge, 413, "The message has more than 262144 bytes (256 KB).");
        using var large = await SendAsync(app, "in", new string('x', 255 * 1024));
        Assert.Equal(HttpStatusCode.Created, large.StatusCode);
        Assert.Equal(255 * 1024, Assert.Single(Bodies(await app.GetJsonAsync("/local/servicebus/in/messages")))!.Length);
    }

    [Theory]
    [InlineData("/local/servicebus/nowhere/messages", "There is no queue or topic 'nowhere'.")]
    [InlineData("/local/servicebus/out/messages", "'out' is a topic: its messages are read at /local/servicebus/out/subscriptions/{subscription}/messages.")]
    [InlineData("/local/servicebus/out/subscriptions/none/deadletters", "'out' has no subscription 'none'.")]
    [InlineData("/local/servicebus/in/subscriptions/none/messages", "'in' has no subscription 'none'.")]
    public async Task Reading_what_is_not_there_is_a_problem(string path, string detail)
    {
        await using var app = await StartAsync();
        using var answer = await app.SendAsync(HttpMethod.Get, path);
        await RequireProblemAsync(answer, 404, detail);
    }

    private static async Task RequireProblemAsync(HttpResponseMessage answer, int status, string detail)
    {
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("urn:problem-type:belgif:", problem.RootElement.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains(detail, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningApp app, string entity, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/local/servicebus/{entity}/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json"),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static List<JsonElement> Items(JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];

    private static List<string?> Bodies(JsonElement list) => Items(list).ConvertAll(item => item.GetProperty("body").GetString());

    private Task<RunningApp> StartAsync() => RunningApp.StartAsync(
        azurite,
        [],
        with: settings =>
        {
            File.WriteAllText(Path.Combine(settings.AppFolder, "servicebus.json"), Topology);
            return settings;
        });
}
