namespace CozeLoop.Tracing.Traces;

/// <summary>What one answer may still hold. Not safe for several threads.</summary>
/// <param name="bytes">Of content: inputs, outputs, messages, attributes, events.</param>
internal sealed class ContentBudget(long bytes)
{
    /// <summary>Most content that an answer holds, besides its scalars. 32 MiB.</summary>
    public const int MaxBytes = 32 << 20;

    /// <summary>Spans of one answer.</summary>
    public const int MaxSpans = 20_000;

    public long Bytes { get; private set; } = Math.Min(bytes, MaxBytes);
    public int Spans { get; private set; } = MaxSpans;

    public bool TryTake(long wanted)
    {
        if (wanted > Bytes)
            return false;
        Bytes -= wanted;
        return true;
    }

    public void TakeSpans(int count) => Spans -= count;
}
