using System.Globalization;
using System.Text.Json;

namespace CozeLoop.Testing.Servers;

/// <summary>A real Jaeger on free ports with its data in a temporary folder: somewhere to send the product's own telemetry.</summary>
public sealed class JaegerServer : IAsyncDisposable
{
    private const int PortTaken = 5,
        Attempts = 5;

    private readonly string _tools;
    private readonly string _folder = Directory.CreateTempSubdirectory("cozeloop-jaeger-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler());
    private int _otlpPort,
        _firstOther;

    private JaegerServer(string tools) => _tools = tools;

    /// <summary>Why there can be no server here, for <c>Assert.SkipWhen</c>; null where there can.</summary>
    public static string? Missing { get; } =
        SharedFolder.Find("tools/jaeger/start") is null ? "the folder shared/tools/jaeger is not beside the checkout" : null;

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
        var server = new JaegerServer(SharedFolder.Find("tools/jaeger") ?? throw new InvalidOperationException(Missing));
        try
        {
            await server.StartSomewhereAsync();
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
        await ExternalProgram.RunAsync(Path.Combine(_tools, "stop"), [_folder, "KILL"]);
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

    private async Task StartSomewhereAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            (_otlpPort, _firstOther) = (FreePort.Next(), FreePort.Next());
            string[] arguments = [_folder, .. new[] { _otlpPort, _firstOther }.Select(p => p.ToString(CultureInfo.InvariantCulture))];
            var result = await ExternalProgram.RunAsync(Path.Combine(_tools, "start"), arguments);
            if (result.ExitCode == 0)
                return;
            if (result.ExitCode != PortTaken || attempt == Attempts)
                throw new InvalidOperationException(result.Error);
        }
    }

    /// <param name="ParentId">Null for the first of its trace.</param>
    public sealed record Span(string Service, string Name, string Id, string? ParentId);
}
