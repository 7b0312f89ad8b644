using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Otlp;

namespace CozeLoop.Tracing.Imports;

/// <summary>What an import has done so far. Bounded: of ids only hashes are kept, of warnings the first fifty.</summary>
internal sealed class ImportTally
{
    private const int WarningsShown = 50;

    private readonly HashSet<long> _traces = [],
        _sessions = [];
    private readonly List<string> _warnings = [];
    private long _first = long.MaxValue,
        _last;
    private int _spans,
        _scores,
        _warned;
    private bool _isRefused;

    public bool IsEmpty => _spans == 0;

    /// <summary>Of what is stored.</summary>
    public int Spans => _spans;

    /// <param name="what">What the file should have held: <c>span</c>.</param>
    /// <returns>Why nothing was imported.</returns>
    public string WhyEmpty(string what) =>
        string.Join(' ', [_isRefused ? "Everything in the file was refused." : $"The file holds no {what}.", .. Warnings.Take(3)]);

    public void Refuse(int spans, string reasons)
    {
        _isRefused = true;
        string subject = spans == 1 ? "1 span was" : string.Create(CultureInfo.InvariantCulture, $"{spans} spans were");
        Warn($"{subject} left out: {reasons}");
    }

    /// <summary>The first warnings, and how many more there are.</summary>
    public IReadOnlyList<string> Warnings =>
        _warned <= WarningsShown
            ? _warnings
            : [.. _warnings, string.Create(CultureInfo.InvariantCulture, $"{_warned - WarningsShown} more things were left out.")];

    public void Warn(string warning)
    {
        if (++_warned <= WarningsShown)
            _warnings.Add(warning);
    }

    public void Add(ImportedSpan span)
    {
        _spans++;
        _traces.Add(Hash(span.TraceId));
        if (span.SessionId is { Length: > 0 } session)
            _sessions.Add(Hash(session));
        _first = Math.Min(_first, span.First);
        _last = Math.Max(_last, span.Last);
    }

    /// <summary>A span of the session is stored.</summary>
    public bool HasSession(string id) => _sessions.Contains(Hash(id));

    public void AddScores(int count) => _scores += count;

    /// <summary>The range ends after the last span, so that it holds it.</summary>
    public ImportResult ToResult() =>
        new(
            _traces.Count,
            _spans,
            _sessions.Count,
            _scores,
            Times.OfUnixNano(_first),
            Times.OfUnixNano(_last).AddMilliseconds(1),
            Warnings
        );

    private static long Hash(string id) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}

/// <summary>What the tally needs of a span that was sent and may yet be refused. First and last in nanoseconds since 1970.</summary>
internal readonly record struct ImportedSpan(string TraceId, string? SessionId, long First, long Last)
{
    public static ImportedSpan Of(OtlpSpan span) =>
        new(
            span.TraceId,
            (span.Attributes.GetValueOrDefault("session.id") ?? span.Attributes.GetValueOrDefault("langfuse.session.id")) as string,
            span.StartUnixNano,
            Math.Max(span.StartUnixNano, span.EndUnixNano)
        );
}
