namespace CozeLoop.Contracts.Otlp;

/// <summary>Ids of OpenTelemetry: 16 bytes a trace, 8 bytes a span, written as lower-case hex; all zero means "none".</summary>
public static class OtlpIds
{
    public const int TraceLength = 16,
        SpanLength = 8;

    /// <summary>Bytes of a trace id of 32 hex digits.</summary>
    /// <exception cref="FormatException">Another length, another character, or all zero.</exception>
    public static byte[] Trace(string hex) => Parse(hex, TraceLength);

    /// <summary>Bytes of a span id of 16 hex digits.</summary>
    /// <exception cref="FormatException">Another length, another character, or all zero.</exception>
    public static byte[] Span(string hex) => Parse(hex, SpanLength);

    /// <summary>Whether the text is an id of that many bytes that OTLP can carry as it is.</summary>
    public static bool IsHex(string? text, int bytes) =>
        text is not null && text.Length == bytes * 2 && text.All(char.IsAsciiHexDigit) && text.AsSpan().ContainsAnyExcept('0');

    private static byte[] Parse(string hex, int bytes) =>
        IsHex(hex, bytes) ? Convert.FromHexString(hex) : throw new FormatException($"'{hex}' is no id of {bytes} bytes in hex.");
}
