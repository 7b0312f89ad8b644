using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Web;
using CozeLoop.Testing.Stores;
using CozeLoop.Tracing.Scores;
using CozeLoop.Tracing.Storage.ClickHouse;
using CozeLoop.Tracing.Storage.Shares;
using CozeLoop.Tracing.Traces;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.Traces;

public sealed class RemovalTests(TraceStore store) : IAsyncDisposable
{
    private readonly TestStores stores = new();

    public ValueTask DisposeAsync() => stores.DisposeAsync();

    [Fact]
    public async Task A_removed_trace_and_its_scores_are_gone_and_the_audit_log_hears_of_it()
    {
        await stores.Broker.RegisterGroupAsync(Topics.Audit, "audit");
        long workspace = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "gone", "s"), Span(workspace, "kept", "s", at: 1));
        await store.InsertAsync(
            workspace,
            new Score("1", "x", 1, null) { TraceId = "gone" },
            new Score("2", "x", 1, null) { TraceId = "kept" }
        );
        var caller = new Caller(workspace, "user:5", []);
        var removal = new TraceRemoval(
            store.Shared,
            store.Removals,
            store.LongFieldRemoval,
            new AuditTrail(stores.Broker, TimeProvider.System)
        );

        Assert.True(await removal.RemoveAsync(caller, "gone", default));

        Assert.Equal(["kept"], await store.TraceIdsAsync(workspace));
        Assert.Null(await store.Scores.FindAsync(workspace, "1", default));
        Assert.NotNull(await store.Scores.FindAsync(workspace, "2", default));
        Assert.False(await removal.RemoveAsync(caller, "gone", default));
        var message = Assert.Single(await stores.Broker.ReceiveAsync(Topics.Audit, "audit", 10, TimeSpan.FromMinutes(1), TimeSpan.Zero));
        var audit = JsonSerializer.Deserialize<AuditRecorded>(message.Body.Span, Json.Compact)!.Entry;
        Assert.Equal(("user:5", "trace.removed", "trace:gone"), (audit.Actor, audit.Action, audit.Subject));
    }

    [Fact]
    public async Task Another_workspaces_trace_cannot_be_removed()
    {
        long workspace = store.NextWorkspace(),
            other = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "t", "s"));
        var remover = new TraceRemoval(
            store.Shared,
            store.Removals,
            store.LongFieldRemoval,
            new AuditTrail(stores.Broker, TimeProvider.System)
        );
        Assert.False(await remover.RemoveAsync(new Caller(other, "user:5", []), "t", default));
        Assert.Equal(["t"], await store.TraceIdsAsync(workspace));
    }

    [Fact]
    public async Task Sample_data_goes_with_every_score_on_it_and_nothing_else()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "sample", "s") with
            {
                Sample = true,
                SessionId = "sample session",
            },
            Span(workspace, "real", "s", at: 1) with
            {
                SessionId = "real session",
            }
        );
        await store.InsertAsync(
            workspace,
            new Score("1", "x", 1, null) { SessionId = "sample session" },
            new Score("2", "x", 1, null) { TraceId = "sample" },
            new Score("3", "x", 1, null) { SessionId = "real session" },
            new Score("4", "x", 1, null) { TraceId = "real" }
        );

        var sample = new SampleData(
            store.Shared,
            store.Removals,
            store.LongFieldRemoval,
            new AuditTrail(stores.Broker, TimeProvider.System)
        );
        await sample.RemoveAsync(new Caller(workspace, "user:5", []), default);

        Assert.Equal(["real"], await store.TraceIdsAsync(workspace));
        var left = await store.Scores.ListAsync(new(workspace, new(long.MinValue, long.MaxValue), null, null, null), 50, null, default);
        Assert.Equal(["3", "4"], left.Items.Select(s => s.Id).Order());
    }

    /// <summary>Every removal rewrote the parts of every day there was, on the only thread that writes.</summary>
    [Fact]
    public async Task A_removal_rewrites_the_days_of_its_trace_alone_and_none_where_there_is_nothing()
    {
        const double day = 86_400;
        long workspace = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "gone", "s", at: 100 * day), Span(workspace, "kept", "s", at: 101 * day));
        var removal = new TraceRemoval(
            store.Shared,
            store.Removals,
            store.LongFieldRemoval,
            new AuditTrail(stores.Broker, TimeProvider.System)
        );
        var caller = new Caller(workspace, "user:5", []);

        Assert.True(await removal.RemoveAsync(caller, "gone", default));
        Assert.Contains("IN PARTITION ID '20270303'", Assert.Single(await MutationsAsync(workspace)), StringComparison.Ordinal);
        Assert.False(await removal.RemoveAsync(caller, "gone", default));
        await new SampleData(
            store.Shared,
            store.Removals,
            store.LongFieldRemoval,
            new AuditTrail(stores.Broker, TimeProvider.System)
        ).RemoveAsync(caller, default);
        var nothing = new SqlParameters();
        Assert.False(await store.Removals.DeleteAsync("scores", ScoreSql.IsOne(workspace, "none", nothing), nothing, default));
        Assert.Single(await MutationsAsync(workspace));
    }

    private async Task<string[]> MutationsAsync(long workspace)
    {
        var commands = await store.Store.QueryAsync<NameRow>(
            $"SELECT command AS name FROM system.mutations WHERE position(command, 'workspace_id = _CAST({workspace},') > 0"
        );
        return [.. commands.Select(c => c.Name)];
    }

    /// <summary>Thousands of removals in a row left tens of thousands of parts, and the process went with them.</summary>
    [Fact]
    public async Task Nothing_more_is_removed_while_too_many_old_parts_are_left()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "first", "s"), Span(workspace, "second", "s", at: 1));
        Assert.True(await DeleteAsync(store.Removals, workspace, "first"));
        using var strict = new Removals(store.Store, TimeProvider.System) { MaxOldParts = 0 };
        await Assert.ThrowsAsync<OverloadedException>(() => DeleteAsync(strict, workspace, "second"));
        Assert.Equal(["second"], await store.TraceIdsAsync(workspace));
        Assert.False(await DeleteAsync(strict, workspace, "first"));
    }

    [Fact]
    public async Task So_many_removals_wait_and_the_next_is_refused()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "t", "s"));
        using var removals = new Removals(store.Store, TimeProvider.System);
        var asked = Enumerable
            .Range(0, 4 * Removals.MaxAtOnce)
            .Select(_ => Record.ExceptionAsync(() => DeleteAsync(removals, workspace, "t")).AsTask());
        var faults = await Task.WhenAll(asked);
        Assert.All(faults.Where(f => f is not null), f => Assert.IsType<OverloadedException>(f));
        Assert.Contains(faults, f => f is null);
        Assert.Empty(await store.TraceIdsAsync(workspace));
        Assert.False(await DeleteAsync(removals, workspace, "t"));
    }

    private static Task<bool> DeleteAsync(Removals removals, long workspace, string trace)
    {
        var parameters = new SqlParameters();
        string rows = $"workspace_id = {parameters.Add(workspace, "Int64")} AND trace_id = {parameters.Text(trace)}";
        return removals.DeleteAsync("spans", rows, parameters, default);
    }

    private sealed record NameRow(string Name);
}
