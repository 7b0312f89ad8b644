using System.Net.Http.Headers;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Clients;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Testing;

namespace CozeLoop.Bench.Ground;

/// <summary>
/// One request with spans of 3,000 days: how long what is sent meanwhile takes until it can be read, and how long the history does.
/// </summary>
internal static class Partitions
{
    private const int Days = 3_000,
        Probes = 10;
    private const long Day = 86_400_000_000_000;

    public static async Task RunAsync(GroundRun run)
    {
        await using var product = await run.StartAsync();
        using var http = product.CreateClient();
        var traces = new TracingClient(http);
        long now = TimeProvider.System.UnixNano();
        var answer = new Samples();
        await answer.TimeAsync(() => SendAsync(http, Enumerable.Range(0, Days).Select(i => Span($"day{i}", now - i * Day)), run.Ending));
        run.Results.AtMost("ground_partitions_answer", answer.Percentile(1), $"ms for {Days} days", 2_000);

        var stored = new Samples();
        var whole = StoredAsync(traces, run.Ending);
        await stored.TimeAsync(async () =>
        {
            var visible = new Samples();
            for (int i = 0; i < Probes; i++)
                await visible.TimeAsync(() => VisibleAsync(http, traces, i, run.Ending));
            run.Results.AtMost("ground_partitions_visible_worst", visible.Percentile(1), "ms until a new span is read meanwhile", 5_000);
            return await whole;
        });
        run.Results.Plain("ground_partitions_stored", stored.Percentile(1) / 1_000, $"s until {Days} days are stored");
        var list = new Samples();
        await list.TimeAsync(() => traces.ListTracesAsync(from: DateTimeOffset.UnixEpoch, ct: run.Ending));
        run.Results.AtMost("ground_partitions_list", list.Percentile(1), "ms for a list over all days", 5_000);
    }

    private static async Task<bool> VisibleAsync(HttpClient http, TracingClient traces, int number, CancellationToken ct)
    {
        long now = TimeProvider.System.UnixNano();
        await SendAsync(http, [Span($"probe{number}", now)], ct);
        return await FoundAsync(traces, $"probe{number}", ct);
    }

    // The oldest day is stored first, so that the newest of the past tells of them all.
    private static Task<bool> StoredAsync(TracingClient traces, CancellationToken ct) => FoundAsync(traces, "day5", ct);

    private static async Task<bool> FoundAsync(TracingClient traces, string name, CancellationToken ct)
    {
        while (await traces.FindTraceAsync(Ids.TraceId("partitions", name), ct) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }
        return true;
    }

    private static OtlpSpan Span(string name, long start) =>
        new(Ids.TraceId("partitions", name), Ids.SpanId("partitions", name), null, name, start, start + 1_000_000);

    private static async Task<bool> SendAsync(HttpClient http, IEnumerable<OtlpSpan> spans, CancellationToken ct)
    {
        var writer = new OtlpSpanWriter(new Dictionary<string, object?>(), "bench");
        foreach (var span in spans)
            writer.Add(span);
        using var body = new ByteArrayContent(writer.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var answer = await http.PostAsync("/v1/traces", body, ct);
        answer.EnsureSuccessStatusCode();
        return true;
    }
}
