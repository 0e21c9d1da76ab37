using Inburgering.Functions.Http;
using Inburgering.Storage;
using Inburgering.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace Inburgering.Functions.Runtime;

/// <summary>Where spans, metrics and logs go: to an OpenTelemetry collector, where one is named, and in Azure to Application Insights.</summary>
internal static class TelemetryExport
{
    // The names are OpenTelemetry's own: its exporter reads the rest of them (headers, protocol) by itself.
    private const string Rule = "must be the http or https address of an OpenTelemetry collector, like http://localhost:4317; leave it out to send nothing.";

    /// <exception cref="SettingException">The collector's address is none.</exception>
    public static void AddTelemetryExport(this FunctionsApplicationBuilder builder)
    {
        var collector = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        if (collector is not null && !(Uri.TryCreate(collector, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)))
        {
            throw new SettingException("OTEL_EXPORTER_OTLP_ENDPOINT " + Rule);
        }

        if (collector is null && !Monitor.IsNamed(builder.Configuration))
        {
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("inburgering"))
            .WithTracing(tracing => tracing.AddSource(Traces.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(OperationMetrics.MeterName, StorageRequestCounting.MeterName, AccessLog.MeterName))
            .WithLogging();
        if (collector is not null)
        {
            telemetry.UseOtlpExporter();
        }

        if (Monitor.IsNamed(builder.Configuration))
        {
            telemetry.SendToMonitor();
        }
    }
}
