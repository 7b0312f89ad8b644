using System.Globalization;
using System.Text.Json;

namespace CozeLoop.Testing.Servers;

/// <summary>A real Jaeger on free ports with its data in a temporary folder: somewhere to send the product's own telemetry.</summary>
public sealed class JaegerServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-jaeger-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private readonly ServerScripts _scripts;
    private int _otlpPort,
        _firstOther;

    private JaegerServer(string tools) => _scripts = new ServerScripts(tools, _folder);

    /// <summary>Why there can be no server here, for <c>Assert.SkipWhen</c>; null where there can.</summary>
    public static string? Missing { get; } = ServerScripts.Missing("jaeger");

    /// <summary>The settings with which a process sends its telemetry here.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_otlpPort}"),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRICS_EXPORTER"] = "none", // Jaeger takes only traces
            ["OTEL_LOGS_EXPORTER"] = "none",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        };

    /// <exception cref="InvalidOperationException">It did not start; it says why.</exception>
    public static async Task<JaegerServer> StartAsync()
    {
        var server = new JaegerServer(ServerScripts.Find("jaeger") ?? throw new InvalidOperationException(Missing));
        try
        {
            await FreePorts.StartAsync(
                2,
                ports =>
                {
                    (server._otlpPort, server._firstOther) = (ports[0], ports[1]);
                    return server._scripts.StartAsync(ports);
                }
            );
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every span of a trace, in no order; empty where there is none yet.</summary>
    public async Task<IReadOnlyList<Span>> TraceAsync(string traceId, CancellationToken ct)
    {
        using var answer = await _http.GetAsync($"http://127.0.0.1:{_firstOther + 1}/api/traces/{traceId}", ct);
        if (!answer.IsSuccessStatusCode)
            return [];
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(ct));
        return [.. body.RootElement.GetProperty("data").EnumerateArray().SelectMany(Spans)];
    }

    public async ValueTask DisposeAsync()
    {
        await _scripts.KillAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<Span> Spans(JsonElement trace)
    {
        var services = trace
            .GetProperty("processes")
            .EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.GetProperty("serviceName").GetString()!);
        foreach (var span in trace.GetProperty("spans").EnumerateArray())
        {
            string? parent = span.GetProperty("references")
                .EnumerateArray()
                .Where(r => r.GetProperty("refType").GetString() == "CHILD_OF")
                .Select(r => r.GetProperty("spanID").GetString())
                .FirstOrDefault();
            yield return new Span(
                services[span.GetProperty("processID").GetString()!],
                span.GetProperty("operationName").GetString()!,
                span.GetProperty("spanID").GetString()!,
                parent
            );
        }
    }

    /// <param name="ParentId">Null for the first of its trace.</param>
    public sealed record Span(string Service, string Name, string Id, string? ParentId);
}
