namespace CozeLoop.Chat;

/// <summary>Who speaks: <see cref="ChatMessage.Role"/>, in OpenAI's words.</summary>
public static class ChatRoles
{
    public const string System = "system",
        Developer = "developer",
        User = "user",
        Assistant = "assistant",
        Tool = "tool";

    public static readonly IReadOnlyList<string> All = [System, Developer, User, Assistant, Tool];

    /// <summary>Those in which the prompt speaks, and nobody in the conversation.</summary>
    public static bool IsInstruction(string role) => role is System or Developer;
}
