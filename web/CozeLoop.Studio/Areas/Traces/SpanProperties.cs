using CozeLoop.Contracts.Api;
using CozeLoop.Studio.Controls;

namespace CozeLoop.Studio.Areas.Traces;

/// <summary>The rows of a span's details that are plain text: resource key and value, only what is known.</summary>
internal static class SpanProperties
{
    public static IEnumerable<(string Name, string Value)> Of(SpanDetail span, Viewer viewer)
    {
        (string, string?)[] rows =
        [
            ("StatusMessage", span.StatusMessage),
            ("Arguments", span.Tool?.Arguments),
            ("Result", span.Tool?.Result),
            ("Input", span.Tool is null && span.Messages.Count == 0 ? span.Input : null),
            ("Output", span.Tool is null && span.OutputMessages.Count == 0 ? span.Output : null),
            (
                "Model",
                span.Model is null ? null
                : span.Provider is null ? span.Model
                : $"{span.Model} · {span.Provider}"
            ),
            ("Parameters", span.Parameters is { ValueKind: not System.Text.Json.JsonValueKind.Null } p ? p.GetRawText() : null),
            ("StartTime", span.StartTime is { } t ? viewer.Full(t) : null),
            ("Duration", span.DurationMs is { } ms ? Format.Duration(ms) : null),
            ("TimeToFirstToken", span.TimeToFirstTokenMs is { } first ? Format.Duration(first) : null),
            .. Tokens(span),
            ("Cost", span.CostUsd is { } usd ? Format.Money(usd) : null),
            ("User", span.UserId),
            ("Environment", span.Environment),
            ("Service", span.Service),
            ("Release", span.Release),
            ("Version", span.Version),
            ("Level", span.Level == SpanLevels.Default ? null : span.Level),
            ("Task", span.TaskId),
            ("Tags", string.Join(", ", span.Tags)),
            ("Dialect", span.TokenRule is null ? span.Dialect : $"{span.Dialect} · {span.TokenRule}"),
        ];
        return rows.Where(r => !string.IsNullOrEmpty(r.Item2)).Select(r => (r.Item1, r.Item2!));
    }

    private static IEnumerable<(string, string?)> Tokens(SpanDetail span)
    {
        var t = span.Tokens;
        (string Kind, long? Count)[] kinds =
        [
            ("input", t.Input),
            ("cacheRead", t.CacheRead),
            ("cacheWrite", t.CacheWrite),
            ("output", t.Output),
            ("reasoning", t.Reasoning),
            ("audio", t.Audio),
        ];
        return kinds.Select(k => ("Tokens " + k.Kind, k.Count is { } n ? Format.Count(n) : null));
    }
}
