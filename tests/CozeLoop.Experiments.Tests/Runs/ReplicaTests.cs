using CozeLoop.Contracts.Api;
using CozeLoop.Experiments.Runs.Calls;
using CozeLoop.Experiments.Storage;
using CozeLoop.Testing.Servers;
using Dapper;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedMariaDb))]

namespace CozeLoop.Experiments.Tests.Runs;

/// <summary>Two processes of the service on one MariaDB, each with a queue of its own: what one writer at a time kept apart
/// before.</summary>
public sealed class ReplicaTests(SharedMariaDb server) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replicas").FullName;
    private readonly FakeNeighbours _world = new();
    private Lab _one = null!,
        _two = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        // Nobody dies here, and a busy machine must not look like it.
        (string, string)[] settings =
        [
            ("Experiments:Lease", "00:01:00"),
            ("ConnectionStrings:MySql", await server.NewInstallationAsync()),
            ("COZELOOP_MASTER_KEY", Convert.ToBase64String(new byte[32])),
        ];
        // At once, as replicas start: both find an empty server.
        var labs = await Task.WhenAll(
            ((string[])["one", "two"]).Select(name => Task.Run(() => Lab.StartAsync(Path.Combine(_folder, name), _world, settings)))
        );
        (_one, _two) = (labs[0], labs[1]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_one is not null)
            await _one.DisposeAsync();
        if (_two is not null)
            await _two.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Replicas_share_a_run_within_its_concurrency_and_make_each_call_once()
    {
        string id = await _one.CreateAsync(Lab.Request(concurrency: 8));
        var replay = await _two.FinishedAsync(id);
        Assert.Equal(("better", new Progress(36, 0, 36), 0), (replay.Verdict, replay.Progress, replay.RepeatedCalls));
        Assert.Equal(36, _world.Models.Requests.Count);
        Assert.InRange(_world.Models.MostInFlight, 2, 8);
        Assert.Equal(0.36m, replay.CostUsd);
    }

    [Fact]
    public async Task Of_workers_that_wake_for_the_same_call_one_gets_it()
    {
        string id = await _one.CreateAsync(Lab.Request(), start: false);
        // As if all were published, and nobody had heard yet.
        await _one.Get<ExperimentsDatabase>()
            .WriteAsync(async tx =>
            {
                await tx.Connection.ExecuteAsync(
                    "UPDATE runs SET state = 'running', started_ms = 1 WHERE id = @id",
                    new { id },
                    tx.DbTransaction
                );
                await tx.Connection.ExecuteAsync("UPDATE run_calls SET state = 'woken' WHERE run_id = @id", new { id }, tx.DbTransaction);
            });
        var calls = await _one.CallsAsync(id);
        Assert.Equal(36, calls.Count);
        foreach (var call in calls)
        {
            var taken = await Task.WhenAll(
                ((Lab[])[_one, _two, _one, _two]).Select(lab =>
                    Task.Run(() => lab.Get<CallLease>().TakeAsync(Lab.Ann.WorkspaceId, call.Id, probe: false, default))
                )
            );
            Assert.Single(taken, t => t is not null);
        }
    }

    [Fact]
    public async Task A_request_that_reaches_both_replicas_makes_one_replay()
    {
        string[] ids = await Task.WhenAll(
            ((Lab[])[_one, _two, _one, _two]).Select(lab => Task.Run(() => lab.CreateAsync(Lab.Request(), start: false, key: "the same")))
        );
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Runs_of_one_sample_that_start_at_once_count_each_other()
    {
        string[] ids =
        [
            await _one.CreateAsync(Lab.Request(), start: false),
            await _two.CreateAsync(Lab.Request("Be very brief."), start: false),
        ];
        async Task StartAsync(Lab lab, string id) =>
            Assert.True(
                await lab.Get<CozeLoop.Experiments.Replays.ReplayStart>()
                    .StartAsync((await lab.Store.FindAsync(Lab.Ann.WorkspaceId, id, default))!, Lab.Ann, default)
            );
        await Task.WhenAll(Task.Run(() => StartAsync(_one, ids[0])), Task.Run(() => StartAsync(_two, ids[1])));
        int[] attempts = [(await _one.FinishedAsync(ids[0])).Attempt, (await _one.FinishedAsync(ids[1])).Attempt];
        Assert.Equal([1, 2], attempts.Order());
    }
}
