using Inburgering.LocalRuntime.Hosting;
using Inburgering.LocalRuntime.ServiceBus;
using Microsoft.Extensions.Configuration;

namespace Inburgering.LocalRuntime.Admin;

/// <summary>The addresses a person starts from; printed at the start and listed on the start page.</summary>
internal sealed class Doors(IConfiguration configuration, HostFile host, LocalRuntimeSettings settings, AmqpServer amqp)
{
    private readonly string address = configuration["LocalRuntime:BaseAddress"]!;

    public string DataFolder => settings.DataFolder;

    public IReadOnlyList<(string Name, string Address)> All =>
    [
        ("Start page", address),
        ("API", $"{address}/{host.RoutePrefix}"),
        ("Sign-in (OIDC)", configuration["LocalRuntime:Oidc:Authority"]!),
        ("Clock", $"{address}/local/clock"),
        ("Messages", $"{address}/local/servicebus"),
        ("Service Bus clients (AMQP)", amqp.ConnectionString),
        ("Orchestrations", $"{address}/local/orchestrations"),
        ("Documents", $"{address}/local/documents"),
        ("Telemetry", $"{address}/local/telemetry"),
        ("Functions", $"{address}/admin/functions"),
        ("Host status", $"{address}/admin/host/status"),
    ];
}
