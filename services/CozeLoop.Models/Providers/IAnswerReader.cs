using System.Text.Json;

namespace CozeLoop.Models.Providers;

/// <summary>Puts one answer together from what a provider sends.</summary>
internal interface IAnswerReader
{
    /// <summary>Takes the data of one server-sent event; a failure ends the call.</summary>
    ProviderOutcome.Failed? Take(string data);

    /// <summary>Whether a piece of text, reasoning or a tool call has come.</summary>
    bool HasContent { get; }

    /// <summary>After the last event: the answer, or <c>interrupted</c> where the stream ended before the answer did.</summary>
    ProviderOutcome End(double? firstTokenMs);

    /// <summary>An answer that came in one piece although a stream was asked for.</summary>
    ProviderOutcome Whole(JsonElement body);
}
