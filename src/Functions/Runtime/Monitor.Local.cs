using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace Inburgering.Functions.Runtime;

/// <summary>There is no Application Insights on one machine: <c>/local/telemetry</c> shows the same.</summary>
internal static class Monitor
{
    public static bool IsNamed(IConfiguration configuration) => false;

    public static void SendToMonitor(this IOpenTelemetryBuilder telemetry) => throw new NotSupportedException("Nothing is sent from one machine.");
}
