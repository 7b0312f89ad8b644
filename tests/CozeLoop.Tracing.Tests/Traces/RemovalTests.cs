using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Auth;
using CozeLoop.Testing.Stores;
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
        await stores.Broker.RegisterGroupAsync(Topics.Events, "audit");
        long workspace = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "gone", "s"), Span(workspace, "kept", "s", at: 1));
        await store.InsertAsync(workspace, new Score("1", "x", 1, null) { TraceId = "gone" }, new Score("2", "x", 1, null) { TraceId = "kept" });
        var caller = new Caller(workspace, "user:5", []);
        var removal = new TraceRemoval(store.Shared, store.LongFieldRemoval, new AuditTrail(stores.Broker, TimeProvider.System));

        Assert.True(await removal.RemoveAsync(caller, "gone", default));

        Assert.Equal(["kept"], await store.TraceIdsAsync(workspace));
        Assert.Null(await store.Scores.FindAsync(workspace, "1", default));
        Assert.NotNull(await store.Scores.FindAsync(workspace, "2", default));
        Assert.False(await removal.RemoveAsync(caller, "gone", default));
        var message = Assert.Single(await stores.Broker.ReceiveAsync(Topics.Events, "audit", 10, TimeSpan.FromMinutes(1), TimeSpan.Zero));
        var audit = JsonSerializer.Deserialize<PlatformEvent>(message.Body.Span, Json.Compact)!.Audit!;
        Assert.Equal(("user:5", "trace.removed", "trace:gone"), (audit.Actor, audit.Action, audit.Subject));
    }

    [Fact]
    public async Task Another_workspaces_trace_cannot_be_removed()
    {
        long workspace = store.NextWorkspace(), other = store.NextWorkspace();
        await store.InsertAsync(Span(workspace, "t", "s"));
        var remover = new TraceRemoval(store.Shared, store.LongFieldRemoval, new AuditTrail(stores.Broker, TimeProvider.System));
        Assert.False(await remover.RemoveAsync(new Caller(other, "user:5", []), "t", default));
        Assert.Equal(["t"], await store.TraceIdsAsync(workspace));
    }

    [Fact]
    public async Task Sample_data_goes_with_every_score_on_it_and_nothing_else()
    {
        long workspace = store.NextWorkspace();
        await store.InsertAsync(
            Span(workspace, "sample", "s") with { Sample = true, SessionId = "sample session" },
            Span(workspace, "real", "s", at: 1) with { SessionId = "real session" });
        await store.InsertAsync(workspace,
            new Score("1", "x", 1, null) { SessionId = "sample session" },
            new Score("2", "x", 1, null) { TraceId = "sample" },
            new Score("3", "x", 1, null) { SessionId = "real session" },
            new Score("4", "x", 1, null) { TraceId = "real" });

        var sample = new SampleData(store.Shared, store.LongFieldRemoval, new AuditTrail(stores.Broker, TimeProvider.System));
        await sample.RemoveAsync(new Caller(workspace, "user:5", []), default);

        Assert.Equal(["real"], await store.TraceIdsAsync(workspace));
        var left = await store.Scores.ListAsync(new(workspace, new(long.MinValue, long.MaxValue), null, null, null), 50, null, default);
        Assert.Equal(["3", "4"], left.Items.Select(s => s.Id).Order());
    }
}
