using System.Collections.Frozen;

namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>
/// One convention: how to know it, and under which attribute names it says what (in order of preference). Conventions mix within a span
/// (Traceloop's spans carry OTel's names too), so what a span's own dialect leaves out is looked up in the others, in their order.
/// </summary>
internal sealed class Dialect(string name, Func<RawSpan, bool> applies, params (Slot Slot, string[] Keys)[] aliases)
{
    private readonly FrozenDictionary<Slot, string[]> keys = aliases.ToFrozenDictionary(a => a.Slot, a => a.Keys);

    /// <summary>With the normaliser's version, raised when its reading changes.</summary>
    public string Name { get; } = name + "/1";

    public bool Applies(RawSpan span) => applies(span);

    public string[] Keys(Slot slot) => keys.GetValueOrDefault(slot, []);

    /// <summary>The dialect of a span, and after it the others, in their order.</summary>
    public static Dialect[] OrderFor(RawSpan span)
    {
        var own = Array.Find(Conventions.All, d => d.Applies(span)) ?? Conventions.All[^1];
        return Orders[own];
    }

    private static readonly FrozenDictionary<Dialect, Dialect[]> Orders =
        Conventions.All.ToFrozenDictionary(own => own, own => (Dialect[])[own, .. Conventions.All.Where(d => d != own)]);
}
