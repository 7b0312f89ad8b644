using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CozeLoop.Contracts.Api;
using static CozeLoop.Contracts.Clients.ApiHttp;

namespace CozeLoop.Contracts.Clients;

/// <summary>Traces, spans, sessions, scores and imports over HTTP.</summary>
public sealed class TracingClient(HttpClient http)
{
    public Task<Page<TraceSummary>> ListTracesAsync(
        string? q = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        int? limit = null,
        string? cursor = null,
        CancellationToken ct = default
    ) =>
        http.GetAsync<Page<TraceSummary>>(
            "/api/v1/traces" + Query(("q", q), ("from", from), ("to", to), ("limit", limit), ("cursor", cursor)),
            ct
        );

    /// <summary>Follows what the query finds while it is being recorded, until <paramref name="ct"/> or the server ends it.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async IAsyncEnumerable<TraceTail> WatchTracesAsync(
        string? q = null,
        DateTimeOffset? from = null,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        using var response = await SendAsync(
            http,
            new HttpRequestMessage(HttpMethod.Get, "/api/v1/traces/events" + Query(("q", q), ("from", from))),
            ct
        );
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var events = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize<TraceTail>(data, Json.Api)!);
        await foreach (var item in events.EnumerateAsync(ct))
            yield return item.Data;
    }

    public Task<TraceDetail?> FindTraceAsync(string traceId, CancellationToken ct = default) =>
        http.FindAsync<TraceDetail>($"/api/v1/traces/{Escape(traceId)}", ct);

    /// <param name="maxBytes">Of content in the answer: what does not fit comes with its beginning.</param>
    public Task<TraceDetail?> FindTraceAsync(string traceId, int maxBytes, CancellationToken ct = default) =>
        http.FindAsync<TraceDetail>($"/api/v1/traces/{Escape(traceId)}" + Query(("maxBytes", maxBytes)), ct);

    public Task<SpanDetail?> FindSpanAsync(string traceId, string spanId, CancellationToken ct = default) =>
        http.FindAsync<SpanDetail>($"/api/v1/spans/{Escape(traceId)}/{Escape(spanId)}", ct);

    public Task<TraceHistogram> HistogramAsync(string? q, DateTimeOffset? from, DateTimeOffset? to, CancellationToken ct = default) =>
        http.GetAsync<TraceHistogram>("/api/v1/traces/histogram" + Query(("q", q), ("from", from), ("to", to)), ct);

    /// <param name="field"><c>status | model | environment | prompt | kind | name | tag | user | service | score.NAME</c>.</param>
    public Task<Facet> FacetAsync(string field, string? q, DateTimeOffset? from, DateTimeOffset? to, CancellationToken ct = default) =>
        http.GetAsync<Facet>("/api/v1/facets" + Query(("field", field), ("q", q), ("from", from), ("to", to)), ct);

    public Task<Page<SessionSummary>> ListSessionsAsync(
        string? q = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        int? limit = null,
        string? cursor = null,
        CancellationToken ct = default
    ) =>
        http.GetAsync<Page<SessionSummary>>(
            "/api/v1/sessions" + Query(("q", q), ("from", from), ("to", to), ("limit", limit), ("cursor", cursor)),
            ct
        );

    public Task<SessionDetail?> FindSessionAsync(string sessionId, CancellationToken ct = default) =>
        http.FindAsync<SessionDetail>($"/api/v1/sessions/{Escape(sessionId)}", ct);

    /// <param name="maxBytes">As for a trace, over all of the session.</param>
    public Task<SessionDetail?> FindSessionAsync(string sessionId, int maxBytes, CancellationToken ct = default) =>
        http.FindAsync<SessionDetail>($"/api/v1/sessions/{Escape(sessionId)}" + Query(("maxBytes", maxBytes)), ct);

    public Task<SelectedSpans> SelectAsync(SpanSelection selection, CancellationToken ct = default) =>
        http.PostAsync<SelectedSpans>("/internal/spans/select", selection, ct);

    public Task<IReadOnlyList<Score>> AddScoresAsync(IReadOnlyList<ScoreInput> scores, CancellationToken ct = default) =>
        http.PostAsync<IReadOnlyList<Score>>("/api/v1/scores", scores, ct);

    /// <summary>Imports conversations, one JSON object per line. <paramref name="tools"/>: tool definitions in OpenAI's format, which such
    /// files lack.</summary>
    public async Task<ImportResult> ImportConversationsAsync(
        Stream lines,
        string? tools = null,
        string? name = null,
        bool sample = false,
        CancellationToken ct = default
    )
    {
        var content = new MultipartFormDataContent { { new StreamContent(lines), "file", "conversations.jsonl" } };
        if (tools is not null)
            content.Add(new StringContent(tools), "tools", "tools.json");
        if (name is not null)
            content.Add(new StringContent(name), "name");
        if (sample)
            content.Add(new StringContent("true"), "sample");
        return await SendAsync<ImportResult>(
            http,
            new HttpRequestMessage(HttpMethod.Post, "/api/v1/imports/conversations") { Content = content },
            ct
        );
    }

    /// <summary>Imports one file in Langfuse's export format.</summary>
    public Task<ImportResult> ImportLangfuseAsync(Stream json, CancellationToken ct = default) =>
        SendAsync<ImportResult>(
            http,
            new HttpRequestMessage(HttpMethod.Post, "/api/v1/imports/langfuse") { Content = new StreamContent(json) },
            ct
        );

    /// <summary>Removes every trace and score that was imported as sample.</summary>
    public Task RemoveSampleAsync(CancellationToken ct = default) => http.RemoveAsync("/api/v1/imports/sample", ct);
}
