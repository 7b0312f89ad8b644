using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Studio.Controls;

/// <summary>One bubble or line of a transcript, and the span it came from.</summary>
/// <param name="Kind"><c>message</c> (a bubble), <c>call</c> (the model asks for a tool) or <c>tool</c> (a tool's answer).</param>
/// <param name="Earlier">Said before this trace began: shown folded.</param>
public sealed record TranscriptEntry(string Kind, SpanDetail Span, ChatMessage Message, ChatToolCall? Call = null, bool Earlier = false)
{
    /// <summary>An answer of the span itself, so that its model, time and cost belong beside it; false for what it was given.</summary>
    public bool IsAnswer { get; init; }
}
