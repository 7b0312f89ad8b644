namespace CozeLoop.Contracts.Messages;

/// <summary>Broker topics. The prefix keeps them apart from another product's topics on a shared broker.</summary>
public static class Topics
{
    /// <summary>Batches of spans to be stored; the body is a <see cref="SpanBatch"/>.</summary>
    public const string Spans = "cozeloop-spans";

    /// <summary>
    /// The same for spans of days long past, which cost the store a file set a day: they are stored beside the others, and slower.
    /// </summary>
    public const string PastSpans = "cozeloop-spans-past";

    /// <summary>Scores to be stored; the body is a JSON <see cref="ScoresRecorded"/>.</summary>
    public const string Scores = "cozeloop-scores";

    /// <summary>One call of a run to make; the body is a JSON <see cref="RunCall"/>.</summary>
    public const string ExperimentItems = "cozeloop-experiment-items";

    /// <summary>One answer to score; the body is a JSON <see cref="EvaluateSubject"/>.</summary>
    public const string Evaluations = "cozeloop-evaluations";

    /// <summary>State changes for the audit log; the body is a JSON <see cref="AuditRecorded"/>.</summary>
    public const string Audit = "cozeloop-audit";

    /// <summary>Facts that others react to; the body is a JSON <see cref="PlatformEvent"/>.</summary>
    public const string Events = "cozeloop-events";

    private static readonly TopicForm Usual = new();

    private static readonly Dictionary<string, TopicForm> Forms = new()
    {
        [Spans] = new TopicForm { IsDelayed = false, File = "queue-spans" },
        [PastSpans] = new TopicForm { IsDelayed = false, File = "queue-spans-past" },
    };

    /// <summary>The files of the embedded broker that topics may be in.</summary>
    public static IEnumerable<string> Files => Forms.Values.Append(Usual).Select(form => form.File).Distinct();

    public static TopicForm FormOf(string topic) => Forms.GetValueOrDefault(topic, Usual);
}
