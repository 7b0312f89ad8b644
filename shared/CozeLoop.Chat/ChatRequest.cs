namespace CozeLoop.Chat;

/// <summary>What a model is asked, whichever provider serves it.</summary>
public sealed record ChatRequest(
    string Model,
    IReadOnlyList<ChatMessage> Messages,
    IReadOnlyList<ChatTool> Tools,
    ChatParameters Parameters
);
