namespace CozeLoop.Contracts.Api;

/// <summary>A judgement on a trace, a span or a session. Exactly one of <c>value</c> and <c>category</c> is set.</summary>
/// <param name="Id">Names the score; recording one with the same id replaces it.</param>
/// <param name="Name">What was judged, such as <c>helpfulness</c>.</param>
/// <param name="Value">The number, without a unit; a boolean is 0 or 1. Null for a categorical score.</param>
/// <param name="Category">The word; null for a numeric or boolean score.</param>
public sealed record Score(string Id, string Name, double? Value, string? Category)
{
    /// <summary><c>numeric | boolean | categorical</c>.</summary>
    public string DataType { get; init; } = ScoreDataTypes.Numeric;

    /// <summary>The trace that was judged, or that holds the span; null for a session's score.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span that was judged; null for the whole trace or a session.</summary>
    public string? SpanId { get; init; }

    /// <summary>The session that was judged; null for a trace's or a span's score.</summary>
    public string? SessionId { get; init; }

    /// <summary>Why, in the judge's words.</summary>
    public string? Comment { get; init; }

    /// <summary>Who judged: <c>api | human | judge | code | check | import</c>.</summary>
    public string Source { get; init; } = ScoreSources.Api;

    /// <summary>The environment of what was judged, such as <c>production</c>; may be empty.</summary>
    public string Environment { get; init; } = "";

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The evaluator that scored; null for a score from elsewhere.</summary>
    public string? EvaluatorKey { get; init; }

    /// <summary>That evaluator's version; null for a score from elsewhere.</summary>
    public int? EvaluatorVersion { get; init; }
}

/// <summary>Body of <c>POST /api/v1/scores</c>: what to judge is named by a trace, a trace and a span, or a session.</summary>
/// <param name="Name">What is judged, such as <c>helpfulness</c>.</param>
public sealed record ScoreInput(string Name)
{
    /// <summary>A score with this id is replaced; null makes a new id.</summary>
    public string? Id { get; init; }

    /// <summary>Number, boolean or text.</summary>
    public System.Text.Json.JsonElement? Value { get; init; }

    /// <summary>The trace that is judged, or that holds the span.</summary>
    public string? TraceId { get; init; }

    /// <summary>The span that is judged; needs <c>traceId</c>.</summary>
    public string? SpanId { get; init; }

    /// <summary>The session that is judged.</summary>
    public string? SessionId { get; init; }

    /// <summary>Why, in the judge's words.</summary>
    public string? Comment { get; init; }

    /// <summary>Who judges: <c>api | human | judge | code | check | import</c>; null is <c>api</c>.</summary>
    public string? Source { get; init; }
}
