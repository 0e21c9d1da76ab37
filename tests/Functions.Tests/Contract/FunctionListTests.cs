using System.Net;
using System.Text.Json.Nodes;
using Inburgering.Functions.Http;
using Inburgering.Functions.Tests.Doors;
using Inburgering.Functions.Tests.Running;

namespace Inburgering.Functions.Tests.Contract;

/// <summary>The functions that the app has and those that the contracts promise are the same.</summary>
public sealed class FunctionListTests(SharedApp shared)
{
    [Fact]
    public async Task Every_http_function_is_an_operation_of_openapi_and_every_operation_a_function()
    {
        var ofApp = from function in await FunctionsAsync("httpTrigger")
                    let binding = Binding(function, "httpTrigger")
                    from method in binding.Texts("methods")
                    select $"{function.Text("name")}: {method.ToUpperInvariant()} /api/{binding.Text("route")}";

        Assert.Equal(
            OpenApi.Operations.Select(operation => $"{operation.Id}: {operation.Method} {operation.Path}").Order(StringComparer.Ordinal),
            ofApp.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_service_bus_function_takes_the_queue_that_asyncapi_says()
    {
        var ofApp = (await FunctionsAsync("serviceBusTrigger")).ToDictionary(function => function.Text("name"), function => Binding(function, "serviceBusTrigger").Text("queueName"));

        Assert.Equal(AsyncApi.QueueOfFunction.OrderBy(pair => pair.Key, StringComparer.Ordinal), ofApp.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_no_contract_names_is_only_what_nobody_outside_can_reach()
    {
        var inside = (await AllFunctionsAsync())
            .Where(function => OpenApi.Operations.All(operation => operation.Id != function.Text("name")) && !AsyncApi.QueueOfFunction.ContainsKey(function.Text("name")))
            .SelectMany(function => function["config"]!["bindings"]!.AsArray().Select(binding => binding!.AsObject().Text("type")).Where(type => type.EndsWith("Trigger", StringComparison.Ordinal)))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(["activityTrigger", "orchestrationTrigger", "timerTrigger"], inside);
    }

    [Fact]
    public async Task The_access_table_has_every_http_function_and_no_other()
    {
        var names = (await FunctionsAsync("httpTrigger")).Select(function => function.Text("name")).Order(StringComparer.Ordinal);

        Assert.Equal(names, FunctionAccess.Table.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_access_table_says_what_openapi_says()
    {
        Assert.All(OpenApi.Operations, operation =>
        {
            var access = FunctionAccess.Table[operation.Id];
            Assert.Equal(operation.Roles, access.Roles);
            Assert.Equal(operation.IsOpen, access.Ownership == Ownership.Anyone);
            Assert.Equal(operation.IsOpen, access.Roles.Count == 0);
        });
    }

    [Fact]
    public void Each_kind_of_ownership_is_one_roles()
    {
        var roleOf = new Dictionary<Ownership, string>
        {
            [Ownership.OwnAccount] = "learner",
            [Ownership.OwnPerson] = "learner",
            [Ownership.OwnAgency] = "case-officer",
            [Ownership.EscalatedCase] = "enforcement-officer",
            [Ownership.ComplianceOnly] = "dwewis",
            [Ownership.AnyMatter] = "operator",
        };

        Assert.All(FunctionAccess.Table.Values.Where(access => roleOf.ContainsKey(access.Ownership)), access => Assert.Equal([roleOf[access.Ownership]], access.Roles));
        Assert.DoesNotContain(FunctionAccess.Table.Values, access => access.Roles.Contains("operator") && access.Ownership is not (Ownership.NoPerson or Ownership.AnyMatter));
    }

    [Fact]
    public async Task A_function_its_type_and_its_file_have_one_name()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Functions"), "*.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet();

        Assert.All(await AllFunctionsAsync(), function =>
        {
            var name = function.Text("name");
            Assert.Equal([name, "Run"], function.Part("config").Text("entryPoint").Split('.')[^2..]);
            Assert.Contains(name, files);
        });
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/me")]
    [InlineData("POST", "/api/v1/me/letters")]
    [InlineData("PUT", "/api/v1/modules/basis")]
    [InlineData("GET", "/api/v1/activations")]
    [InlineData("GET", "/api/v1/compliance/query")]
    [InlineData("GET", "/api/v1/me/attempts")]
    [InlineData("GET", "/api/v1/health")]
    [InlineData("GET", "/api/v2/me")]
    [InlineData("GET", "/api/v1")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/ObligationOrchestrator")]
    public async Task What_is_not_documented_is_not_there(string method, string path)
    {
        Assert.DoesNotContain(OpenApi.Operations, operation => operation.Answers(method, path));

        (await shared.Api.SendAsync(new HttpMethod(method), path, null)).With(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_documented_address_answers_to_a_method_that_is_not_documented()
    {
        var undocumented = from path in OpenApi.Operations.Select(operation => operation.PathWith()).Distinct()
                           from method in new[] { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND" }
                           where OpenApi.Operations.All(operation => !operation.Answers(method, path))
                           select (method, path);

        var answered = new List<string>();
        foreach (var (method, path) in undocumented)
        {
            var reply = await shared.Api.SendAsync(new HttpMethod(method), path, null, await shared.Api.OfficerAsync("amal"));
            if (reply.Status is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed) || reply.Bytes.Length > 0)
            {
                answered.Add(reply.ToString());
            }
        }

        Assert.Empty(answered);
    }

    private static JsonObject Binding(JsonObject function, string type) =>
        function["config"]!["bindings"]!.AsArray().Select(binding => binding!.AsObject()).Single(binding => binding.Text("type") == type);

    private async Task<IReadOnlyList<JsonObject>> FunctionsAsync(string trigger) =>
        [.. (await AllFunctionsAsync()).Where(function => function["config"]!["bindings"]!.AsArray().Any(binding => binding!.AsObject().Text("type") == trigger))];

    private async Task<IReadOnlyList<JsonObject>> AllFunctionsAsync()
    {
        var reply = (await shared.Api.GetAsync("/admin/functions")).With(HttpStatusCode.OK);
        return [.. JsonNode.Parse(reply.Bytes)!.AsArray().Select(function => function!.AsObject())];
    }
}
