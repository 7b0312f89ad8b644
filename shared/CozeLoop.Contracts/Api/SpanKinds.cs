namespace CozeLoop.Contracts.Api;

/// <summary>What a span is: <see cref="SpanDetail.Kind"/>.</summary>
public static class SpanKinds
{
    /// <summary>An agent's run or turn.</summary>
    public const string Agent = "agent";

    /// <summary>A call of a chat or completion model.</summary>
    public const string Model = "model";

    /// <summary>A tool's run.</summary>
    public const string Tool = "tool";

    /// <summary>A search for documents.</summary>
    public const string Retriever = "retriever";

    /// <summary>A prompt's rendering.</summary>
    public const string Prompt = "prompt";

    /// <summary>Steps in a fixed order.</summary>
    public const string Chain = "chain";

    /// <summary>A call of an embedding model.</summary>
    public const string Embedding = "embedding";

    /// <summary>A call of a model that orders documents.</summary>
    public const string Reranker = "reranker";

    /// <summary>A judgement.</summary>
    public const string Evaluator = "evaluator";

    /// <summary>A check of what goes in or out.</summary>
    public const string Guardrail = "guardrail";

    /// <summary>A piece of the application.</summary>
    public const string Function = "function";

    /// <summary>A moment, without a duration.</summary>
    public const string Event = "event";

    /// <summary>None of these, or nobody said.</summary>
    public const string Span = "span";

    public static readonly IReadOnlyList<string> All =
    [
        Agent,
        Model,
        Tool,
        Retriever,
        Prompt,
        Chain,
        Embedding,
        Reranker,
        Evaluator,
        Guardrail,
        Function,
        Event,
        Span,
    ];

    /// <summary>Calls that someone is paid for.</summary>
    public static readonly IReadOnlyList<string> Billed = [Model, Embedding, Reranker];
}
