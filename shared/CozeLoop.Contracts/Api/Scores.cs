namespace CozeLoop.Contracts.Api;

/// <summary>A judgement on a trace, span or session. Exactly one of <see cref="Value"/> (booleans as 0 or 1) and <see cref="Category"/> is
/// set.</summary>
public sealed record Score(string Id, string Name, double? Value, string? Category)
{
    /// <summary><c>numeric | boolean | categorical</c>.</summary>
    public string DataType { get; init; } = "numeric";
    public string? TraceId { get; init; }
    public string? SpanId { get; init; }
    public string? SessionId { get; init; }
    public string? Comment { get; init; }

    /// <summary><c>api | human | judge | code | check | import</c>.</summary>
    public string Source { get; init; } = "api";
    public string Environment { get; init; } = "";
    public DateTimeOffset Time { get; init; }
    public string? EvaluatorKey { get; init; }
    public int? EvaluatorVersion { get; init; }
}

/// <summary>Body of <c>POST /api/v1/scores</c>; without an id one is made.</summary>
public sealed record ScoreInput(string Name)
{
    public string? Id { get; init; }

    /// <summary>Number, boolean or text.</summary>
    public System.Text.Json.JsonElement? Value { get; init; }
    public string? TraceId { get; init; }
    public string? SpanId { get; init; }
    public string? SessionId { get; init; }
    public string? Comment { get; init; }
    public string? Source { get; init; }
}
