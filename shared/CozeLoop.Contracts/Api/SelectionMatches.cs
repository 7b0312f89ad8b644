namespace CozeLoop.Contracts.Api;

/// <summary>What a filter is about: <see cref="ReplaySource.Match"/> and <see cref="SpanSelection.Match"/>.</summary>
public static class SelectionMatches
{
    /// <summary>All terms hold for one model call.</summary>
    public const string Call = "call";

    /// <summary>As in the list of traces, with every call of those.</summary>
    public const string Trace = "trace";

    public static readonly IReadOnlyList<string> All = [Call, Trace];
}
