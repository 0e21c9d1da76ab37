using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace Inburgering.Functions.Runtime;

/// <summary>Application Insights, entered by the app's identity.</summary>
internal static class Monitor
{
    public static bool IsNamed(IConfiguration configuration) => configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is { Length: > 0 };

    /// <summary>Sends what the host began in the host's own traces.</summary>
    public static void SendToMonitor(this IOpenTelemetryBuilder telemetry) =>
        telemetry.UseFunctionsWorkerDefaults().UseAzureMonitorExporter(options => options.Credential = new DefaultAzureCredential());
}
