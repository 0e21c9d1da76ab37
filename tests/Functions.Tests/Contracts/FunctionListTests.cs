using System.Reflection;
using System.Text.Json.Nodes;
using Inburgering.Functions.Http;
using Inburgering.LocalRuntime;

namespace Inburgering.Functions.Tests.Contracts;

/// <summary>The functions of the app and the contracts are the same list.</summary>
public sealed class FunctionListTests(AppFixture app)
{
    private static readonly List<(string Name, MethodInfo Method, ParameterInfo Trigger)> Functions =
    [
        .. typeof(FunctionAccess).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)
            .Select(method => (
                method.GetCustomAttribute<FunctionAttribute>()!.Name,
                method,
                method.GetParameters().Single(parameter => parameter.GetCustomAttributes().Any(attribute => attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal))))),
    ];

    [Fact]
    public void A_function_its_type_and_its_file_have_one_name() =>
        Assert.All(Functions, function => Assert.Equal(function.Name, function.Method.DeclaringType!.Name));

    [Fact]
    public void Every_HTTP_function_stands_in_openapi_and_nothing_else_does()
    {
        var documented = Operations().Select(operation => $"{operation.Id} {operation.Method} {operation.Path}").Order(StringComparer.Ordinal);
        var answering = Functions
            .Select(function => (function.Name, Http: function.Trigger.GetCustomAttribute<HttpTriggerAttribute>()))
            .Where(function => function.Http is not null)
            .Select(function => $"{function.Name} {Assert.Single(function.Http!.Methods!)} {function.Http.Route}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(documented, answering);
    }

    [Fact]
    public void Every_HTTP_function_has_its_line_in_the_access_table_as_openapi_says()
    {
        var documented = Operations().ToDictionary(operation => operation.Id, operation => operation.Roles);
        Assert.Equal(documented.Keys.Order(StringComparer.Ordinal), FunctionAccess.Table.Keys.Order(StringComparer.Ordinal));
        Assert.All(FunctionAccess.Table, line => Assert.Equal(documented[line.Key], line.Value.Role is { } role ? [role] : []));
    }

    [Fact]
    public void Every_message_trigger_stands_in_asyncapi_and_nothing_else_does()
    {
        var documented = ContractFiles.AsyncApi["operations"]!.AsObject()
            .Where(operation => operation.Value!["x-function"] is not null)
            .Select(operation => $"{operation.Value!["x-function"]} {ContractFiles.AsyncApi["channels"]![operation.Value["channel"]!["$ref"]!.GetValue<string>().Split('/')[^1]]!["address"]}")
            .Order(StringComparer.Ordinal);
        var taking = Functions
            .Select(function => (function.Name, Bus: function.Trigger.GetCustomAttribute<ServiceBusTriggerAttribute>()))
            .Where(function => function.Bus is not null)
            .Select(function => $"{function.Name} {function.Bus!.QueueName}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(documented, taking);
    }

    [Fact]
    public async Task The_runtime_serves_exactly_the_functions_that_the_attributes_name()
    {
        var served = (await app.JsonAsync(HttpMethod.Get, "/admin/functions", null)).ToJsonString();
        Assert.All(Functions, function => Assert.Contains($"\"{function.Name}\"", served, StringComparison.Ordinal));
        using var unknown = await app.AskAsync(HttpMethod.Get, "/api/v1/nothing-here", null);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    private static IEnumerable<(string Id, string Method, string Path, List<string> Roles)> Operations() =>
        from path in ContractFiles.OpenApi["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Key is "get" or "put" or "post" or "delete" or "patch"
        let underVersion = path.Value["servers"] is null
        select (
            operation.Value!["operationId"]!.GetValue<string>(),
            operation.Key,
            (underVersion ? "v1" : string.Empty) + (underVersion ? path.Key : path.Key.TrimStart('/')),
            operation.Value["x-roles"] is JsonArray roles ? roles.Select(role => role!.GetValue<string>()).ToList() : []);
}
