using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Consoles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Prometheus;

namespace CozeLoop.Platform.Telemetry;

/// <summary>The platform's own telemetry: structured logs, and <c>/metrics</c> in Prometheus' form from .NET's meters.</summary>
internal static class TelemetrySetup
{
    private static readonly string[] OfOutgoingCalls = ["System.Net.Http", "System.Net.NameResolution"];

    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MetricsPage>();
        builder.Logging.ClearProviders();
        // A person at a terminal reads lines; a log collector reads JSON with scopes.
        if (builder.Configuration["COZELOOP_LOG"] == "json")
            builder.Logging.AddJsonConsole(json => json.IncludeScopes = true);
        else
        {
            builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
            builder.Logging.AddConsole(console => console.FormatterName = LineFormatter.FormatName);
        }
        // Otherwise a line for each request without a credential: anyone who sends thousands of them could fill the log.
        builder.Logging.AddFilter(typeof(PlatformAuthentication).FullName, LogLevel.Warning);
        // Otherwise an error with its trace for each invalid form cookie, which anyone may send; a post with one is refused anyway.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        return builder;
    }

    public static void UseHttpTelemetry(this WebApplication app)
    {
        app.Use(next => context => KnownMethods.InvokeAsync(context, next));
        app.UseHttpMetrics();
    }

    public static void MapTelemetry(this WebApplication app)
    {
        ActivatorUtilities.CreateInstance<QueueMetrics>(app.Services).Register();
        // Metrics of outgoing calls are labelled with the host called, which is chosen by whoever adds a connection.
        Metrics.ConfigureMeterAdapter(meters => meters.InstrumentFilterPredicate = figure => !OfOutgoingCalls.Contains(figure.Meter.Name));
        app.MapGet("/metrics", (MetricsPage page, HttpContext http, CancellationToken ct) => page.ReadAsync(http, ct))
            .ExcludeFromDescription();
    }
}
