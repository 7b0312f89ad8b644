using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Controls;

/// <summary>Addresses of pages that show one thing; its id may be any text.</summary>
internal static class Links
{
    public static string Trace(string traceId) => "/traces/" + PathSegment.Encode(traceId);

    public static string Span(SpanRef span) => $"{Trace(span.TraceId)}?span={Uri.EscapeDataString(span.SpanId)}";

    /// <summary>One text of a span, whole.</summary>
    /// <param name="field">As <see cref="SpanDetail.Shortened"/> names it.</param>
    public static string Text(SpanDetail span, string field) =>
        $"/api/v1/spans/{PathSegment.Encode(span.TraceId)}/{PathSegment.Encode(span.SpanId)}/text?field={Uri.EscapeDataString(field)}";

    public static string Session(string sessionId) => "/sessions/" + PathSegment.Encode(sessionId);

    public static string Prompt(string key, string? version = null) =>
        "/prompts/" + PathSegment.Encode(key) + (version is null ? "" : "?version=" + Uri.EscapeDataString(version));

    public static string Replay(string id) => "/replays/" + PathSegment.Encode(id);

    public static string Evaluator(string key) => "/evaluators/" + PathSegment.Encode(key);

    public static string ReplayOfSession(string sessionId) => "/replays/new?session=" + Uri.EscapeDataString(sessionId);
}
