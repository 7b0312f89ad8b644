using System.Collections.ObjectModel;
using CozeLoop.Chat;
using CozeLoop.Contracts.Api;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>The chat format of a span, derived on read from what was stored, so that a better reading needs no rewriting of
/// history.</summary>
internal sealed record ChatForm(
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<ChatMessage> OutputMessages,
    IReadOnlyList<ChatTool> Tools
)
{
    /// <summary>What is missing of it, or could not be read, with the cause, by field (see <see cref="ChatGaps"/>).</summary>
    public IReadOnlyDictionary<string, string> Gaps { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <param name="kind">Only model calls have a chat format; other kinds answer empty lists.</param>
    /// <param name="attributes">As stored (content may be moved, see <see cref="MovedContent"/>).</param>
    /// <param name="eventsJson">The stored events; the oldest convention kept its messages there.</param>
    public static ChatForm Read(
        string kind,
        IReadOnlyDictionary<string, string> attributes,
        string input,
        string output,
        string eventsJson = ""
    )
    {
        var source = new ChatSource(attributes, input, output, eventsJson);
        bool isCall = kind == SpanKinds.Model;
        var form = isCall ? new ChatForm(source.Messages(), source.OutputMessages(), source.Tools()) : new ChatForm([], [], []);
        return form with { Gaps = source.Gaps(isCall) };
    }
}
