using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Tracing.Ingest;

namespace CozeLoop.Tracing.Imports;

/// <summary>What an import has done so far. Bounded: of ids only hashes are kept, of warnings the first fifty.</summary>
internal sealed class ImportTally
{
    private const int WarningsShown = 50;

    private readonly HashSet<long> _traces = [], _sessions = [];
    private readonly List<string> _warnings = [];
    private long _first = long.MaxValue, _last;
    private int _spans, _scores, _warned;

    public bool IsEmpty => _spans == 0;

    /// <summary>The first warnings, and how many more there are.</summary>
    public IReadOnlyList<string> Warnings => _warned <= WarningsShown
        ? _warnings
        : [.. _warnings, string.Create(CultureInfo.InvariantCulture, $"{_warned - WarningsShown} more things were left out.")];

    public void Warn(string warning)
    {
        if (++_warned <= WarningsShown) _warnings.Add(warning);
    }

    public void Add(OtlpSpan span)
    {
        _spans++;
        _traces.Add(Hash(span.TraceId));
        _first = Math.Min(_first, span.StartUnixNano);
        _last = Math.Max(_last, Math.Max(span.StartUnixNano, span.EndUnixNano));
    }

    public void AddSession(string id) => _sessions.Add(Hash(id));

    public void AddScores(int count) => _scores += count;

    /// <summary>The range ends after the last span, so that it holds it.</summary>
    public ImportResult ToResult() => new(
        _traces.Count, _spans, _sessions.Count, _scores, UnixNano.ToTime(_first), UnixNano.ToTime(_last).AddMilliseconds(1), Warnings);

    private static long Hash(string id) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
