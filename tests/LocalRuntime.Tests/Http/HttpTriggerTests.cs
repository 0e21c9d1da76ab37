using System.Net;
using Inburgering.LocalRuntime.Tests.Hosting;

namespace Inburgering.LocalRuntime.Tests.Http;

public sealed class HttpTriggerTests(AzuriteFixture azurite)
{
    private Task<RunningApp> StartAsync() => RunningApp.StartAsync(azurite, [typeof(SampleFunctions)]);

    [Theory]
    [InlineData("GET", "/api/DefaultRoute", "by name")]
    [InlineData("GET", "/api/defaultroute", "by name")]
    [InlineData("GET", "/api/items/7", """{"itemId":7}""")]
    [InlineData("GET", "/api/items/chair", "named chair")]
    [InlineData("GET", "/api/items/query", "named query")]
    [InlineData("GET", "/api/files/a/b/c.txt", "a/b/c.txt")]
    [InlineData("GET", "/api/files", "root")]
    [InlineData("DELETE", "/api/any", "DELETE")]
    [InlineData("PATCH", "/api/any", "PATCH")]
    [InlineData("GET", "/api/plain", """{"fullName":"Ayşe"}""")]
    public async Task A_function_answers_at_its_route(string method, string path, string answer)
    {
        await using var app = await StartAsync();
        using var response = await app.SendAsync(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(answer, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/DefaultRoute")]
    [InlineData("POST", "/api/DefaultRoute")]
    [InlineData("HEAD", "/api/DefaultRoute")]
    [InlineData("DELETE", "/api/items/7")]
    [InlineData("PUT", "/api/things/no-guid/days/2026-03-02")]
    [InlineData("PUT", "/api/things/7e5f3c0a-94a5-4b8a-8a8e-4a7c3a0d9a11/days/2026-03-02/no-number")]
    public async Task Unknown_paths_wrong_methods_and_unmet_constraints_are_404_without_a_body_as_on_the_host(string method, string path)
    {
        await using var app = await StartAsync();
        using var response = await app.SendAsync(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Route_values_are_converted_and_an_absent_optional_one_is_null()
    {
        await using var app = await StartAsync();
        var thing = Guid.NewGuid();
        using var with = await app.SendAsync(HttpMethod.Put, $"/api/things/{thing}/days/2026-03-02/5", "hello", "text/plain");
        Assert.Equal(
            $$"""{"thingId":"{{thing}}","day":"2026-03-02","page":5,"body":"hello","function":"PutThing","same":true}""",
            await with.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var without = await app.SendAsync(HttpMethod.Put, $"/api/things/{thing}/days/2026-03-02", "", "text/plain");
        Assert.Contains("\"page\":null", await without.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_functions_share_a_path_by_method()
    {
        await using var app = await StartAsync();
        using var response = await app.SendAsync(HttpMethod.Post, "/api/items/query");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task An_action_result_is_executed()
    {
        await using var app = await StartAsync();
        using var response = await app.SendAsync(HttpMethod.Get, "/api/action");
        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_function_may_write_the_response_itself()
    {
        await using var app = await StartAsync();
        using var response = await app.SendAsync(HttpMethod.Get, "/api/writes");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("written", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/api/throws")]
    [InlineData("/api/throws-later")]
    [InlineData("/api/numbers/none")]
    public async Task A_function_that_fails_is_500_and_shows_nothing_of_its_inside(string path)
    {
        await using var app = await StartAsync();
        using var response = await app.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("""{"type":"urn:problem-type:belgif:internalServerError","title":"Internal Server Error","status":500}""", body);
    }
}
