namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// Content is stored once: the attribute that became a span's input or output is moved there, and these two attributes remember its name,
/// so that the attributes as they were sent can be shown again.
/// </summary>
internal static class MovedContent
{
    public const string InputFrom = "cozeloop.input.from",
        OutputFrom = "cozeloop.output.from";

    /// <summary>The attribute as it was sent, wherever it is kept; null where it was not sent or is empty.</summary>
    public static string? Find(IReadOnlyDictionary<string, string> attributes, string input, string output, string key)
    {
        if (attributes.TryGetValue(key, out string? value))
            return value.Length > 0 ? value : null;
        if (attributes.TryGetValue(InputFrom, out string? from) && from == key)
            return input;
        return attributes.TryGetValue(OutputFrom, out from) && from == key ? output : null;
    }

    /// <summary><c>input</c> or <c>output</c> where the attribute was moved there, else null.</summary>
    public static string? FieldOf(IReadOnlyDictionary<string, string> attributes, string key)
    {
        if (attributes.TryGetValue(InputFrom, out string? from) && from == key)
            return "input";
        return attributes.TryGetValue(OutputFrom, out from) && from == key ? "output" : null;
    }

    /// <summary>All attributes as they were sent.</summary>
    public static IReadOnlyDictionary<string, string> Restore(IReadOnlyDictionary<string, string> attributes, string input, string output)
    {
        var whole = new Dictionary<string, string>(attributes);
        if (whole.Remove(InputFrom, out string? key))
            whole[key] = input;
        if (whole.Remove(OutputFrom, out key))
            whole[key] = output;
        return whole;
    }
}
