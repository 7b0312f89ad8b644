using System.ComponentModel.DataAnnotations;

namespace CozeLoop.Tracing.Imports;

/// <summary>
/// Section <c>Tracing:Imports</c>. Memory of an import follows from the largest line or trace of its file, never from the file.
/// </summary>
internal sealed record ImportOptions
{
    /// <summary>Bytes of one conversation (a line) or of one exported trace. 32 MiB.</summary>
    [Range(1 << 20, 1 << 30)]
    public int MaxItemBytes { get; init; } = 32 << 20;

    /// <summary>
    /// Bytes that the calls of one conversation may hold together. Each call holds what stood before it, so they grow with the square of
    /// the conversation's length. 256 MiB, which is some thousand calls of a conversation of half a megabyte.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxConversationBytes { get; init; } = 256L << 20;

    /// <summary>The same of all conversations of one file. 4 GiB.</summary>
    [Range(1L << 20, 1L << 44)]
    public long MaxImportBytes { get; init; } = 4L << 30;

    /// <summary>Imports at once; others wait up to 30 s and are then answered 503. 2.</summary>
    [Range(1, 64)]
    public int Running { get; init; } = 2;
}
