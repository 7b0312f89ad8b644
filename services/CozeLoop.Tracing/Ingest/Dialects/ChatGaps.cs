namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>What is missing of a call's chat, by field; the first cause that is found for a field stays.</summary>
internal sealed class ChatGaps
{
    public const string Input = "input",
        Output = "output",
        Messages = "messages",
        Tools = "tools",
        Attributes = "attributes",
        Events = "events";

    private readonly SortedDictionary<string, string> causes = new(StringComparer.Ordinal);

    /// <summary>Field and <see cref="Contracts.Api.ExclusionReasons"/>.</summary>
    public IReadOnlyDictionary<string, string> Causes => causes;

    public void Add(string field, string cause) => causes.TryAdd(field, cause);
}
