using System.ComponentModel.DataAnnotations;

namespace CozeLoop.Tracing.Ingest;

/// <summary>Section <c>Tracing:Ingest</c>: limits of what comes in. Each breach is answered in the protocol's own form.</summary>
internal sealed record IngestOptions
{
    /// <summary>Bytes of one request, both as it travels and decompressed (a bomb is measured by what it unpacks to). 64 MiB.</summary>
    [Range(64L << 20, 1L << 30)]
    public long MaxBodyBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of one broker message; a stock RocketMQ refuses more than 4 MiB. 3.5 MiB.</summary>
    [Range(64 << 10, 4 << 20)]
    public int MaxMessageBytes { get; init; } = 3_670_016;

    /// <summary>Bytes of an id that travels as text (session, user, a foreign trace id). 1,024.</summary>
    [Range(64, 65_536)]
    public int MaxIdBytes { get; init; } = 1024;

    /// <summary>Bytes of a name or an attribute's key; values have no limit of their own. 1,024.</summary>
    [Range(64, 65_536)]
    public int MaxNameBytes { get; init; } = 1024;

    /// <summary>
    /// Bytes of a resource and a scope together, which travel once and are stored with every span of theirs. 256 KiB: a Java agent sends
    /// its command line, once as text and once as a list.
    /// </summary>
    [Range(1024, 1 << 20)]
    public int MaxResourceBytes { get; init; } = 256 << 10;

    /// <summary>
    /// Bytes of a request's resources, each counted as often as it has spans, because it is stored with each: 300 KB that named a resource
    /// of 200 KB for 2,000 spans took 2 GB. 256 MiB.
    /// </summary>
    [Range(64L << 20, 4L << 30)]
    public long MaxCopiedBytes { get; init; } = 256L << 20;

    /// <summary>Attributes, events and links of one span, each. 10,000.</summary>
    [Range(128, 1_000_000)]
    public int MaxFieldsPerSpan { get; init; } = 10_000;

    /// <summary>Levels of lists and maps within one attribute. 32.</summary>
    [Range(4, 64)]
    public int MaxNesting { get; init; } = 32;
}
