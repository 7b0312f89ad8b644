using System.Text;

namespace CozeLoop.Tracing.Storage.ClickHouse;

/// <summary>Orders strings as the engine does, by their UTF-8 bytes; .NET's ordinal order differs beyond the basic plane.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Instance { get; } = new();

    public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
}
