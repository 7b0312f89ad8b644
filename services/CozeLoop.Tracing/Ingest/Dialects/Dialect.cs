namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// One convention: how to know it, and under which attribute names it says what (in order of preference). Conventions mix within a span
/// (Traceloop's spans carry OTel's names too), so what a span's own dialect leaves out is looked up in the others, in their order.
/// </summary>
internal sealed class Dialect(string name, Func<RawSpan, bool> applies, params (Slot Slot, string[] Keys)[] aliases)
{
    /// <summary>With the normaliser's version, raised when its reading changes.</summary>
    public string Name { get; } = name + "/1";

    public IReadOnlyList<(Slot Slot, string[] Keys)> Aliases => aliases;

    public bool Applies(RawSpan span) => applies(span);

    public static Dialect Of(RawSpan span)
    {
        foreach (var dialect in Conventions.All)
        {
            if (dialect.Applies(span))
                return dialect;
        }
        return Conventions.All[^1];
    }
}
