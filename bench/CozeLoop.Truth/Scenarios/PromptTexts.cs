namespace CozeLoop.Truth.Scenarios;

/// <summary>The two versions of the prompt.</summary>
internal static class PromptTexts
{
    public const string Old = "You answer the customers of a shop for everything.";

    /// <summary>By this the model knows which version asks.</summary>
    public const string Mark = "Check the order before you answer.";

    public const string New = $"{Old} {Mark}";
}
