namespace CozeLoop.Contracts.Messages;

/// <summary>How spans came in: <see cref="SpanBatch.Source"/>.</summary>
public static class SpanSources
{
    /// <summary>Sent by an application.</summary>
    public const string Otlp = "otlp";

    /// <summary>Read from a file.</summary>
    public const string Import = "import";

    /// <summary>Calls that this product made.</summary>
    public const string Platform = "platform";
}
