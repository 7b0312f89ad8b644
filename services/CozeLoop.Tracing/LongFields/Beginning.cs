namespace CozeLoop.Tracing.LongFields;

/// <summary>The beginning of a text that is kept, or shown, elsewhere.</summary>
internal static class Beginning
{
    private const int Length = 4096;

    /// <summary>Up to 4,096 characters, never half of one beyond the basic plane.</summary>
    public static string Of(string text) =>
        text.Length <= Length ? text : text[..(char.IsHighSurrogate(text[Length - 1]) ? Length - 1 : Length)];
}
