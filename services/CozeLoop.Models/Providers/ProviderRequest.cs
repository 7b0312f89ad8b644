using CozeLoop.Chat;
using CozeLoop.Models.Connections;

namespace CozeLoop.Models.Providers;

/// <summary>One call to make, with everything a provider needs to know.</summary>
internal sealed record ProviderRequest(
    Connection Connection,
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<ChatTool> Tools,
    ChatParameters Parameters,
    int SampleIndex = 0
)
{
    /// <summary>The seed to send: a fixed seed would make every sample of the same content the same answer, so each index gets the next
    /// one.</summary>
    public long? SampleSeed => Parameters.Seed + SampleIndex;

    /// <summary>As it is sent.</summary>
    public ChatRequest ToSend() => new(Model, Messages, Tools, Parameters with { Seed = SampleSeed });

    /// <summary>What its answer is kept under.</summary>
    public string ContentKey() =>
        Chat.ContentKey.Of(
            Connection.Provider,
            Connection.BaseUrl?.ToString() ?? Connection.Id,
            new ChatRequest(Model, Messages, Tools, Parameters),
            SampleIndex
        );
}
