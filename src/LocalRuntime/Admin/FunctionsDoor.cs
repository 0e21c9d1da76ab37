using System.Reflection;
using System.Text.Json.Nodes;
using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Inburgering.LocalRuntime.Admin;

/// <summary>Lists the app's functions at <c>/admin/functions</c>, in the shape of the host's own list.</summary>
internal sealed class FunctionsDoor(FunctionCatalog catalog, HostFile host, Doors doors) : IDoor
{
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.Get("/admin/functions", _ => Results.Json(catalog.Functions.Select(Describe)));

    private JsonObject Describe(FunctionDescriptor function)
    {
        var described = new JsonObject
        {
            ["name"] = function.Name,
            ["language"] = "dotnet-isolated",
            ["isDisabled"] = false,
            ["config"] = new JsonObject
            {
                ["name"] = function.Name,
                ["entryPoint"] = new DescribedFunction(function).EntryPoint,
                ["bindings"] = new JsonArray([.. function.Method.GetParameters().Select(Binding).Where(binding => binding is not null)]),
            },
        };
        if (function.Trigger is HttpTriggerAttribute http)
        {
            var prefix = host.RoutePrefix.Length == 0 ? "" : $"{host.RoutePrefix}/";
            described["invoke_url_template"] = $"{doors.BaseAddress}/{prefix}{http.Route ?? function.Name}";
        }

        return described;
    }

    private static JsonObject? Binding(ParameterInfo parameter)
    {
        if (DescribedFunction.BindingTypeOf(parameter) is not { } type)
        {
            return null;
        }

        var binding = new JsonObject { ["type"] = type, ["direction"] = "in", ["name"] = parameter.Name };
        switch (parameter.GetCustomAttributes().First(attribute => DescribedFunction.TypeOf(attribute) == type))
        {
            case HttpTriggerAttribute http:
                binding["authLevel"] = http.AuthLevel.ToString();
                binding["route"] = http.Route;
                binding["methods"] = new JsonArray([.. (http.Methods ?? []).Select(method => JsonValue.Create(method))]);
                break;
            case ServiceBusTriggerAttribute bus:
                binding["queueName"] = bus.QueueName;
                binding["topicName"] = bus.TopicName;
                binding["subscriptionName"] = bus.SubscriptionName;
                binding["connection"] = bus.Connection;
                break;
            case TimerTriggerAttribute timer:
                binding["schedule"] = timer.Schedule;
                break;
            default:
                break;
        }

        return binding;
    }
}
