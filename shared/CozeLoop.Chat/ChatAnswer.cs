namespace CozeLoop.Chat;

/// <summary>What a model answered, whichever provider served it; the message names why it ended.</summary>
public sealed record ChatAnswer(ChatMessage Message, TokenUsage Usage);
