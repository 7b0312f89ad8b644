using CozeLoop.Experiments.Runs.Calls;
using CozeLoop.Experiments.Storage;
using Dapper;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs.Calls;

public sealed class CallLeaseTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lease").FullName;
    private Lab _lab = null!;

    public async ValueTask InitializeAsync() =>
        _lab = await Lab.StartAsync(_folder, new FakeNeighbours(), ("Experiments:Lease", "01:00:00"), ("Experiments:Sweep", "01:00:00"));

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_process_does_not_take_over_from_itself_though_it_was_too_late_to_renew()
    {
        string id = await _lab.CreateAsync(Lab.Request(), start: false);
        var call = (await _lab.CallsAsync(id))[0];
        await ExecuteAsync("UPDATE runs SET state = 'running', started_ms = 1 WHERE id = @id", id);
        await ExecuteAsync("UPDATE run_calls SET state = 'woken' WHERE id = @id", call.Id);
        var lease = _lab.Get<CallLease>();
        Assert.NotNull(await TakeAsync(lease, call.Id));
        var answer = new TaskCompletionSource<string>();
        var asking = lease.WhileRenewingAsync(call.Id, _ => answer.Task, default);

        await ExecuteAsync("UPDATE run_calls SET lease_ms = 1 WHERE id = @id", call.Id);
        Assert.Null(await TakeAsync(lease, call.Id));
        answer.SetResult("bought");
        Assert.Equal("bought", await asking);
        // The answer was not recorded: now whoever comes may ask again.
        Assert.Equal(2, (await TakeAsync(lease, call.Id))!.Call.Attempts);
    }

    [Fact]
    public async Task Work_whose_lease_has_gone_is_given_up()
    {
        await using var lab = await Lab.StartAsync(Path.Combine(_folder, "short"), new FakeNeighbours(), ("Experiments:Sweep", "01:00:00"));
        bool stopped = false;
        var asking = lab.Get<CallLease>()
            .WhileRenewingAsync(
                "a call of a cancelled run",
                async gone =>
                {
                    stopped = await new TaskCompletionSource<bool>().Task.WaitAsync(gone);
                    return "never";
                },
                default
            );
        Assert.Null(await asking);
        Assert.False(stopped);
    }

    private static Task<LeasedCall?> TakeAsync(CallLease lease, string call) =>
        lease.TakeAsync(Lab.Ann.WorkspaceId, call, probe: false, default);

    private Task<int> ExecuteAsync(string sql, string id) =>
        _lab.Get<ExperimentsDatabase>().WriteAsync(tx => tx.Connection.ExecuteAsync(sql, new { id }, tx.DbTransaction));
}
