using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.ClickHouse.Server;

/// <summary>
/// A ClickHouse server, or a cluster of one shard, over HTTP. Reads are tried once more where a connection broke. What changes something
/// is not: whether it was heard is unknown, and whoever asked for it knows whether it may happen twice (the consumers' inserts may: their
/// rows have an identity).
/// </summary>
internal sealed class ServerEngine : IClickHouseEngine
{
    private static readonly TimeSpan ReadGrace = TimeSpan.FromSeconds(30), // beyond the time after which the server ends a read itself
        WriteLimit = TimeSpan.FromMinutes(10),
        KillLimit = TimeSpan.FromSeconds(2),
        KillInterval = TimeSpan.FromMilliseconds(50);

    private readonly ServerCalls _calls;
    private readonly ServerStart _start;
    private readonly IReadOnlyList<(string, string)> _reader,
        _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public ServerEngine(ServerOptions options, TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        _calls = new ServerCalls(options, time);
        _start = new ServerStart(_calls, time, log);
        Layout = new TableLayout(options.Cluster);
        _reader = [.. ClickHouseSettings.Reader, ("cancel_http_readonly_queries_on_client_close", "1")];
        _writer = options.Cluster is null
            ? ClickHouseSettings.Writer
            : [.. ClickHouseSettings.Writer, ("insert_quorum", options.InsertQuorum)];
    }

    public TableLayout Layout { get; }

    public bool IsShared => true;

    public Task CheckAsync(CancellationToken ct) => Task.CompletedTask;

    public Task PrepareAsync(CancellationToken ct) => _start.WaitAsync(ct);

    public async Task<byte[]> QueryAsync(
        string sql,
        string format,
        ClickHouseParameters parameters,
        QueryLimits limits,
        CancellationToken ct
    )
    {
        try
        {
            return await ReadAsync(sql, format, parameters, limits, ct);
        }
        catch (StoreUnavailableException e) when (ServerErrors.IsBroken(e) && !ct.IsCancellationRequested)
        {
            _log.LogDebug(e, "A connection to ClickHouse broke; the query is sent again");
            return await ReadAsync(sql, format, parameters, limits, ct);
        }
    }

    public Task ExecuteAsync(string sql, ClickHouseParameters parameters, CancellationToken ct) =>
        _calls.RunAsync(sql, parameters, new ServerCall(NewId(), _writer, WriteLimit), ct);

    public Task InsertNativeAsync(string table, IReadOnlyList<ReadOnlyMemory<byte>> blocks, CancellationToken ct) =>
        _calls.InsertAsync($"INSERT INTO {table} FORMAT Native", blocks, new ServerCall(NewId(), _writer, WriteLimit), ct);

    public ValueTask DisposeAsync()
    {
        _calls.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> ReadAsync(
        string sql,
        string format,
        ClickHouseParameters parameters,
        QueryLimits limits,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        string id = NewId();
        using var abandoned = new CancellationTokenSource();
        var call = new ServerCall(id, [.. _reader, .. limits.Settings], limits.MaxTime + ReadGrace, format);
        var running = _calls.RunAsync(sql, parameters, call, abandoned.Token);
        using var kill = ct.UnsafeRegister(_ => _ = KillAsync(id, running, abandoned), null);
        try
        {
            return await running;
        }
        catch (Exception e)
            when (ct.IsCancellationRequested && e is StoreUnavailableException or OperationCanceledException or ClickHouseException)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
    }

    /// <summary>
    /// Again until the query is gone: between its start here and its start at the server there is nothing to kill yet. Where that does not
    /// help (another replica has the query), the connection is
    /// closed, which the server then notices by itself.
    /// </summary>
    private async Task KillAsync(string id, Task running, CancellationTokenSource abandoned)
    {
        string everywhere = _calls.Options.Cluster is { } cluster ? $" ON CLUSTER '{cluster}'" : "";
        long started = _time.GetTimestamp();
        try
        {
            while (!running.IsCompleted && _time.GetElapsedTime(started) < KillLimit)
            {
                await _calls.RunAsync(
                    $"KILL QUERY{everywhere} WHERE query_id = '{id}' ASYNC",
                    ClickHouseParameters.None,
                    new ServerCall(NewId(), [], KillLimit),
                    CancellationToken.None
                );
                await running.WaitAsync(KillInterval, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (Exception e)
            when (e is ClickHouseException or StoreUnavailableException or OperationCanceledException or ObjectDisposedException)
        {
            _log.LogWarning(e, "A query whose client left could not be killed; its own time limit will end it");
        }
        if (!running.IsCompleted)
            await AbandonAsync(abandoned);
    }

    // The read may have ended, and with it the source, between the look and the call.
    private static async Task AbandonAsync(CancellationTokenSource abandoned)
    {
        try
        {
            await abandoned.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }

    private static string NewId() => "cozeloop-" + Guid.CreateVersion7().ToString("n");
}
