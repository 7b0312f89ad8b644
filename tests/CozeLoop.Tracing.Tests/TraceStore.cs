using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Hosting;
using CozeLoop.Tracing.Live;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Scores;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Search.Language;
using CozeLoop.Tracing.Sessions;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;
using CozeLoop.Tracing.Tests.Live;
using CozeLoop.Tracing.Traces;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

[assembly: AssemblyFixture(typeof(CozeLoop.Tracing.Tests.TraceStore))]

namespace CozeLoop.Tracing.Tests;

/// <summary>The embedded engine with the service's tables. One for all tests, because a process may open one folder only: each test takes a
/// workspace of its own.</summary>
public sealed class TraceStore : IAsyncLifetime
{
    /// <summary>2026-11-23 00:00 UTC in nanoseconds; spans of tests start here.</summary>
    public const long Midnight = 1_795_392_000_000_000_000,
        Second = 1_000_000_000;

    private long workspaces;
    private readonly string folder = Directory.CreateTempSubdirectory("tracing-tests-").FullName;
    private ClickHouseStore? store;
    private FolderBlobStore? blobs;

    internal ClickHouseStore Store => store ?? throw new InvalidOperationException("Not initialised.");

    /// <summary>As requests see it, for one caller who may do whatever the engine can do.</summary>
    internal SharedStore Shared => SharedBy(new QueryOptions { RunningPerWorkspace = 8, RunningPerCaller = 8 });
    internal Removals Removals => new(Store, TimeProvider.System);
    internal ScoreReader Scores => new(Shared);
    internal IBlobStore Blobs => blobs ?? throw new InvalidOperationException("Not initialised.");
    internal LongFieldReader LongFields => new(Blobs);
    internal LongFieldRemoval LongFieldRemoval => new(Blobs);
    internal SpanWriter Writer => WriterTo(Blobs);
    internal TraceReader Traces => new(Shared, LongFields, Scores);
    internal TraceList List => new(Shared, Scores);
    internal SessionReader Sessions => new(Shared, Traces, Scores);
    internal SpanReader Spans => new(Shared, LongFields, Scores);

    public async ValueTask InitializeAsync()
    {
        store = new ClickHouseStore(
            new ConfigurationBuilder().Build(),
            new DataFolder(folder),
            TimeProvider.System,
            NullLogger<ClickHouseStore>.Instance
        );
        blobs = new FolderBlobStore(new DataFolder(folder), TimeProvider.System);
        await store.MigrateAsync(typeof(SpanRecord).Assembly);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    internal SharedStore SharedBy(QueryOptions limits)
    {
        var options = Options.Create(limits);
        return new SharedStore(Store, new QueryShares(options, TimeProvider.System), options, () => new QueryOwner(1, "user:test"));
    }

    internal SpanWriter WriterTo(IBlobStore other, LongFieldOptions? options = null, LiveTail? tail = null) =>
        new(
            Store,
            new LongFieldWriter(other, Options.Create(options ?? new LongFieldOptions())),
            tail ?? new LiveTail(new SharedBroadcast(), TimeProvider.System)
        );

    public long NextWorkspace() => Interlocked.Increment(ref workspaces);

    internal async Task InsertAsync(params SpanRecord[] spans)
    {
        using var block = SpanRows.Encode(spans);
        await Store.InsertNativeAsync(SpanRows.Table, block.Encode());
    }

    internal async Task InsertAsync(long workspace, params Score[] scores)
    {
        using var block = ScoreRows.Encode([.. scores.Select(s => (workspace, s))]);
        await Store.InsertNativeAsync(ScoreRows.Table, block.Encode());
    }

    /// <summary>The day after midnight, through a query that must parse.</summary>
    internal static SearchScope Day(long workspace, string? q = null)
    {
        var (filter, error) = QueryParser.Parse(q);
        Assert.Null(error);
        return new SearchScope(workspace, new TimeRange(Midnight, Midnight + 86_400 * Second), filter);
    }

    /// <summary>A span that starts <paramref name="at"/> seconds after midnight and takes one second.</summary>
    internal static SpanRecord Span(
        long workspace,
        string trace,
        string span,
        string parent = "",
        double at = 0,
        string kind = "model",
        string name = "chat"
    ) =>
        new()
        {
            WorkspaceId = workspace,
            TraceId = trace,
            SpanId = span,
            ParentSpanId = parent,
            Name = name,
            Kind = kind,
            StartUnixNano = Midnight + (long)(at * Second),
            DurationNano = Second,
            ReceivedUnixNano = Midnight,
            Status = "ok",
            Environment = "production",
            Input = "question",
            InputPreview = "question",
            Output = "answer",
            OutputPreview = "answer",
        };

    internal async Task<string[]> TraceIdsAsync(long workspace, string? q = null) =>
        [.. (await List.ReadAsync(Day(workspace, q), 500, null, default)).Items.Select(t => t.TraceId)];
}
