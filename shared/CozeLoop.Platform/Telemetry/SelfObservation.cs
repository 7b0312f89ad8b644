using System.Diagnostics;
using System.Security.Cryptography;
using CozeLoop.Platform.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CozeLoop.Platform.Telemetry;

/// <summary>
/// Traces, metrics and logs of the product itself, sent over OTLP where the usual settings (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and the
/// rest of <see href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">the specification</see>) name a place. Never into
/// itself: every export would make the next.
/// </summary>
internal static class SelfObservation
{
    /// <summary>Carries <see cref="Mark"/>, by which an installation knows its own telemetry, whatever proxies lie between.</summary>
    public const string Header = "cozeloop-installation";

    private const string Traces = "TRACES",
        Metrics = "METRICS",
        Logs = "LOGS";

    private static readonly string[] Quiet = ["/health", "/metrics", "/_blazor", "/_framework"];

    /// <summary>Names the installation to itself alone: all its services have the same master key.</summary>
    public static string Mark(MasterKey master) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(master.Derive("self-observation"), ReadOnlySpan<byte>.Empty)[..8]);

    public static void AddSelfObservation(this WebApplicationBuilder builder, string service)
    {
        string[] signals = [.. ((string[])[Traces, Metrics, Logs]).Where(signal => IsWanted(builder.Configuration, signal))];
        if (signals.Length == 0)
            return;
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, service));
        foreach (string signal in signals)
        {
            builder
                .Services.AddOptions<OtlpExporterOptions>(signal)
                .Configure<IConfiguration, MasterKey>((options, settings, master) => Configure(options, signal, settings, master));
        }
        if (signals.Contains(Traces))
            telemetry.WithTracing(tracing => Trace(tracing).AddOtlpExporter(Traces, configure: null));
        if (signals.Contains(Metrics))
            telemetry.WithMetrics(meters => Measure(meters).AddOtlpExporter(Metrics, configure: null));
        if (signals.Contains(Logs))
            telemetry.WithLogging(
                logging => logging.AddOtlpExporter(Logs, (Action<OtlpExporterOptions>?)null),
                logging => (logging.IncludeScopes, logging.IncludeFormattedMessage) = (true, true)
            );
    }

    private static bool IsWanted(ConfigurationManager settings, string signal) =>
        !string.Equals(settings["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
        && settings[$"OTEL_{signal}_EXPORTER"] != "none"
        && (
            settings["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 }
            || settings[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] is { Length: > 0 }
        );

    /// <summary>The exporter reads the settings for all signals by itself, and not those for one.</summary>
    private static void Configure(OtlpExporterOptions options, string signal, IConfiguration settings, MasterKey master)
    {
        string prefix = $"OTEL_EXPORTER_OTLP_{signal}_";
        if (settings[prefix + "ENDPOINT"] is { Length: > 0 } endpoint)
            options.Endpoint = new Uri(endpoint);
        if (settings[prefix + "PROTOCOL"] is { Length: > 0 } protocol)
            options.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (settings[prefix + "HEADERS"] is { Length: > 0 } headers)
            options.Headers = headers;
        string mark = $"{Header}={Mark(master)}";
        options.Headers = string.IsNullOrEmpty(options.Headers) ? mark : $"{options.Headers},{mark}";
    }

    // What the operator sets in OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES stands above this.
    private static void Describe(ResourceBuilder resource, string service) =>
        resource
            .AddService(
                service,
                serviceNamespace: "cozeloop",
                serviceVersion: typeof(SelfObservation).Assembly.GetName().Version?.ToString(3)
            )
            .AddEnvironmentVariableDetector();

    private static TracerProviderBuilder Trace(TracerProviderBuilder tracing) =>
        tracing
            .AddSource(ProductTraces.Name)
            .AddAspNetCoreInstrumentation(http => http.Filter = IsWorth)
            // Polls and health checks that run by themselves would each be a trace; what a broker does is told by its messages.
            .AddHttpClientInstrumentation(http =>
                http.FilterHttpRequestMessage = request =>
                    Activity.Current?.ParentId is not null && request.Content?.Headers.ContentType?.MediaType != "application/grpc"
            );

    private static bool IsWorth(HttpContext context) =>
        !Quiet.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal))
        && !context.Request.Headers.ContainsKey(Header);

    private static MeterProviderBuilder Measure(MeterProviderBuilder meters) =>
        meters.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation();
}
