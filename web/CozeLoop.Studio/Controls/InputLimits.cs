namespace CozeLoop.Studio.Controls;

/// <summary>
/// How much a browser may send at once. A key pressed in a field sends the whole field: the longest text, in characters that take six
/// bytes each as escaped JSON, still fits one message. What is longer never leaves the browser (InputTexts.js): it would end the circuit.
/// </summary>
internal static class InputLimits
{
    /// <summary>Of one message to a circuit.</summary>
    public const long MostBytes = 4 << 20;

    /// <summary>Of a prompt, a judge's prompt, and any text area without a limit of its own; UTF-16 units, as a browser counts.</summary>
    public const int Text = 500_000;

    /// <summary>Of one line (a query, a pattern, a key) without a limit of its own.</summary>
    public const int Line = 20_000;
}
