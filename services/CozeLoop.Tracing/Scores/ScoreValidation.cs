using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Scores;

/// <summary>Turns what a caller sent into a score, or says what is wrong with it.</summary>
internal static class ScoreValidation
{
    public const int MaxScores = 1_000,
        MaxName = 200,
        MaxText = 10_000,
        MaxId = 1_024;

    /// <summary>The score, or the field and what is wrong with it; exactly one is set.</summary>
    public static (Score? Score, string Field, string Error) Read(ScoreInput input, TimeProvider time)
    {
        if (Problem(input) is { } problem)
            return (null, problem.Field, problem.Error);
        var value = input.Value!.Value;
        bool isText = value.ValueKind == JsonValueKind.String;
        double? number = value.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.Number => value.GetDouble(),
            _ => null,
        };
        var score = new Score(input.Id ?? Ids.New(time), input.Name, number, isText ? value.GetString() : null)
        {
            DataType =
                isText ? ScoreDataTypes.Categorical
                : value.ValueKind == JsonValueKind.Number ? ScoreDataTypes.Numeric
                : ScoreDataTypes.Boolean,
            TraceId = input.TraceId,
            SpanId = input.SpanId,
            SessionId = input.SessionId,
            Comment = input.Comment,
            Source = input.Source ?? ScoreSources.Api,
            Time = time.GetUtcNow(),
        };
        return (score, "", "");
    }

    private static (string Field, string Error)? Problem(ScoreInput input)
    {
        if (string.IsNullOrWhiteSpace(input.Name) || input.Name.Length > MaxName)
            return ("name", $"A score has a name of 1 to {MaxName} characters.");
        if (string.IsNullOrEmpty(input.TraceId) && string.IsNullOrEmpty(input.SessionId))
            return ("traceId", "A score is on a trace or a session: give traceId or sessionId.");
        if (!string.IsNullOrEmpty(input.SpanId) && string.IsNullOrEmpty(input.TraceId))
            return ("spanId", "A span is named by its traceId and spanId.");
        if (input.TraceId?.Length > MaxId)
            return ("traceId", $"A trace id has at most {MaxId} characters.");
        if (input.SpanId?.Length > MaxId)
            return ("spanId", $"A span id has at most {MaxId} characters.");
        if (input.SessionId?.Length > MaxId)
            return ("sessionId", $"A session id has at most {MaxId} characters.");
        if (input.Value is not { } value)
            return ("value", "A score has a value: a number, true, false or a text.");
        if (input.Comment?.Length > MaxText)
            return ("comment", $"A comment has at most {MaxText} characters.");
        if (input.Id is { Length: 0 or > MaxName })
            return ("id", $"An id has 1 to {MaxName} characters.");
        if (input.Source is not null && !ScoreSources.All.Contains(input.Source))
            return ("source", $"source is one of {string.Join(", ", ScoreSources.All)}.");
        return value.ValueKind switch
        {
            JsonValueKind.Number => double.IsFinite(value.GetDouble()) ? null : ("value", "The number is too large."),
            JsonValueKind.String => value.GetString()!.Length is > 0 and <= MaxText
                ? null
                : ("value", $"A category has 1 to {MaxText} characters."),
            JsonValueKind.True or JsonValueKind.False => null,
            _ => ("value", "A value is a number, true, false or a text."),
        };
    }
}
