using System.Collections.ObjectModel;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Search.Language;
using CozeLoop.Tracing.Sessions;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;
using CozeLoop.Tracing.Traces;

namespace CozeLoop.Tracing.Selection;

/// <summary>Chooses the recorded calls behind a replay: single calls, or whole conversations. The same rows, filter and seed give the same
/// choice.</summary>
internal sealed class SpanSelector(SharedStore store, TraceReader traces, SessionReader sessions)
{
    /// <param name="size">Calls, or conversations where <paramref name="wholeSessions"/>; 0 only counts.</param>
    public async Task<SelectedSpans> SelectAsync(SelectionScope scope, int size, long seed, bool wholeSessions, CancellationToken ct)
    {
        long population = await CountAsync(scope, wholeSessions, ct);
        if (size == 0)
            return new SelectedSpans([], population, IsOutcomeDependent(scope.Search.Filter), FrozenQuery(scope.Search));
        var chosen = wholeSessions ? await ConversationsAsync(scope, size, seed, ct) : await CallsAsync(scope, size, seed, ct);
        return new SelectedSpans(chosen, population, IsOutcomeDependent(scope.Search.Filter), FrozenQuery(scope.Search));
    }

    /// <summary>True where the filter uses a score, a status, an error or feedback: what was recorded then says nothing about what a fresh
    /// run would do.</summary>
    public static bool IsOutcomeDependent(Filter? filter) => filter?.Terms().Any(t => t.Field.IsOutcome || IsOutcomeKey(t.Key)) ?? false;

    private static bool IsOutcomeKey(string key) =>
        key.Contains("score", StringComparison.OrdinalIgnoreCase)
        || key.Contains("error", StringComparison.OrdinalIgnoreCase)
        || key.Contains("feedback", StringComparison.OrdinalIgnoreCase);

    /// <summary>The filter in canonical form and the range it was resolved to.</summary>
    private static string FrozenQuery(SearchScope scope)
    {
        string range = $"[{Times.OfUnixNano(scope.Range.From).ToIsoMs()} .. {Times.OfUnixNano(scope.Range.To).ToIsoMs()})";
        return scope.Filter is null ? range : $"{QueryPrinter.Print(scope.Filter)} {range}";
    }

    /// <summary>Calls, or conversations where <paramref name="wholeSessions"/>.</summary>
    private async Task<long> CountAsync(SelectionScope scope, bool wholeSessions, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        string sql = wholeSessions ? SelectionSql.CountConversations(scope, parameters) : SelectionSql.CountCalls(scope, parameters);
        return (await store.QueryAsync<CountRow>(sql, parameters.Values, ct))[0].Count;
    }

    private async Task<IReadOnlyList<SpanDetail>> CallsAsync(SelectionScope scope, int size, long seed, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        var calls = await store.QueryAsync<CallRow>(SelectionSql.SampleCalls(scope, seed, size, parameters), parameters.Values, ct);
        string[] traceIds = [.. calls.Select(c => c.TraceId).Distinct()];
        var spans = await traces.SpansOfAsync(scope.Search.WorkspaceId, traceIds, SelectionSql.Replayable, ct);
        var byKey = spans.ToDictionary(s => new CallRow(s.TraceId, s.SpanId, s.StartUnixNano));
        var metadata = await traces.MetadataAsync(scope.Search.WorkspaceId, traceIds, ct);
        // A trace may be removed between two reads: it is left out.
        return
        [
            .. calls.Where(c => byKey.ContainsKey(c) && metadata.ContainsKey(c.TraceId)).Select(c => Call(byKey[c], metadata[c.TraceId])),
        ];
    }

    private async Task<IReadOnlyList<SpanDetail>> ConversationsAsync(SelectionScope scope, int size, long seed, CancellationToken ct)
    {
        var parameters = new SqlParameters();
        var conversations = await store.QueryAsync<ConversationRow>(
            SelectionSql.SampleConversations(scope, seed, size, parameters),
            parameters.Values,
            ct
        );
        string[] sessionIds = [.. conversations.Select(c => c.SessionId).Where(s => s.Length > 0)];
        var sessionTraces = await sessions.TraceIdsAsync(scope.Search, sessionIds, ct);
        string[] traceIds = [.. sessionTraces, .. conversations.Select(c => c.TraceId).Where(t => t.Length > 0)];
        var spans = await traces.SpansOfAsync(scope.Search.WorkspaceId, traceIds, SelectionSql.Replayable, ct);
        var metadata = await traces.MetadataAsync(scope.Search.WorkspaceId, traceIds, ct);
        // A trace may be removed between two reads: it is left out.
        var ofConversation = spans.Where(s => metadata.ContainsKey(s.TraceId)).ToLookup(s => ConversationOf(s.TraceId));
        return [.. conversations.SelectMany(c => InOrder(ofConversation[c]).Select(s => OfConversation(c, Call(s, metadata[s.TraceId]))))];

        ConversationRow ConversationOf(string traceId) =>
            (scope.Session ?? metadata[traceId].SessionId) is { Length: > 0 } session ? new(session, "") : new("", traceId);
    }

    // A span may name no session, or its trace another one first.
    private static SpanDetail OfConversation(ConversationRow conversation, SpanDetail call) =>
        conversation.SessionId.Length > 0 ? call with { SessionId = conversation.SessionId } : call;

    // What the messages were read from would say the same once or twice more.
    private static SpanDetail Call(SpanRecord row, TraceMetadata metadata) =>
        SpanDetails.From(row, []).WithMetadataOf(metadata) with
        {
            Input = null,
            Output = null,
            Attributes = ReadOnlyDictionary<string, string>.Empty,
            Resource = ReadOnlyDictionary<string, string>.Empty,
            Events = [],
        };

    private static IEnumerable<SpanRecord> InOrder(IEnumerable<SpanRecord> spans) =>
        spans.OrderBy(s => s.StartUnixNano).ThenBy(s => s.Turn).ThenBy(s => s.SpanId, StringComparer.Ordinal);

    private sealed record CountRow(long Count);
}
