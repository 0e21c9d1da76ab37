using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.ServiceBus;
using Microsoft.Extensions.Configuration;

namespace Inburgering.LocalRuntime.Admin;

/// <summary>One way in.</summary>
/// <param name="Address">To open it, or a pattern with what to fill in between braces.</param>
/// <param name="Hint">How it is used, in a line.</param>
/// <param name="IsPage">Whether a browser can open it as it stands.</param>
internal sealed record Door(string Name, string Address, string Hint = "", bool IsPage = true);

/// <summary>The addresses a person starts from; printed at the start and listed on the start page.</summary>
internal sealed class Doors(IConfiguration configuration, HostFile host, LocalRuntimeSettings settings, AmqpServer amqp)
{
    private readonly string address = configuration["LocalRuntime:BaseAddress"]!;

    public string DataFolder => settings.DataFolder;

    public string BaseAddress => address;

    public IReadOnlyList<Door> All =>
    [
        new("Start page", $"{address}/"),
        new("API", host.RoutePrefix.Length == 0 ? $"{address}/{{route}}" : $"{address}/{host.RoutePrefix}/{{route}}", "the routes: see Functions", IsPage: false),
        new("Functions", $"{address}/admin/functions"),
        new("Host status", $"{address}/admin/host/status"),
        new("Sign-in (OIDC)", $"{configuration["LocalRuntime:Oidc:Authority"]}/.well-known/openid-configuration"),
        new("A token", $"{configuration["LocalRuntime:Oidc:Authority"]}/token", """POST {"role": "learner", "subject": "me"}""", IsPage: false),
        new("Clock", $"{address}/local/clock", """POST {"advance": "P30D"} lives through 30 days"""),
        new("Service Bus clients", amqp.ConnectionString, IsPage: false),
        new("Service Bus by HTTP", $"{address}/local/servicebus", "POST a message to /{queue}/messages; GET /{queue}/deadletters, /{topic}/subscriptions/{subscription}/messages"),
        new("Orchestrations", $"{address}/local/orchestrations"),
        new("Telemetry", $"{address}/local/telemetry", "storage requests by use case"),
        new("Documents", $"{address}/local/documents/{{container}}/{{path}}", IsPage: false),
    ];
}
