using CozeLoop.Experiments.Storage;
using CozeLoop.Experiments.Tests.Runs;
using CozeLoop.Testing.Servers;
using Dapper;
using Xunit;

namespace CozeLoop.Experiments.Tests.Storage;

/// <summary>During an update the version before works on the same MySQL, and knows the tables by other names.</summary>
public sealed class OldNamesTests(SharedMariaDb server) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("old-names").FullName;
    private (string, string)[] _settings = [];
    private Lab? _lab;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(MariaDbServer.Missing is not null, MariaDbServer.Missing ?? "");
        _settings =
        [
            ("Experiments:Sweep", "01:00:00"),
            ("ConnectionStrings:MySql", await server.NewInstallationAsync()),
            ("COZELOOP_MASTER_KEY", Convert.ToBase64String(new byte[32])),
        ];
        _lab = await Lab.StartAsync(_folder, new FakeNeighbours(), _settings);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_the_version_before_writes_this_one_reads()
    {
        string[] statements =
        [
            """
                INSERT INTO replays (id, workspace_id, name, state, request, plan_json, arms_json, evaluators_json, exclusions_json,
                    concurrency, sample_hash, attempt, actor, created_ms)
                VALUES ('r', 7, 'old', 'running', '{}', '{}', '{}', '[]', '{}', 4, '', 1, 'user:ann', 1)
                """,
            """
                INSERT INTO replay_items (id, replay_id, workspace_id, position, cluster_key, turn, title, recovery, trace_id, span_id,
                    messages_json, replaced, tools_json, parameters_json)
                VALUES ('i', 'r', 7, 0, 'c', 1, 't', 'exact', 't', 's', '[]', 0, '[]', '{}')
                """,
            """
                INSERT INTO replay_calls (id, replay_id, workspace_id, item_id, seq, arm, sample, state)
                VALUES ('c', 'r', 7, 'i', 0, 'candidate', 0, 'pending')
                """,
            "SELECT id FROM replays WHERE id = 'r' FOR UPDATE",
            "UPDATE replay_calls SET state = 'sent', attempts = attempts + 1 WHERE replay_id = 'r' AND state = 'pending'",
            """
                INSERT INTO replay_results (call_id, evaluator_key, evaluator_version, replay_id, result_json)
                SELECT 'c', 'brief', 1, 'r', '{"key":"brief","version":1,"kind":"judge","value":0.25,"binary":false}' WHERE NOT EXISTS
                    (SELECT 1 FROM replay_results WHERE call_id = 'c' AND evaluator_key = 'brief' AND evaluator_version = 1)
                """,
            "INSERT INTO replay_promotions (replay_id, label, version, time_ms, actor) VALUES ('r', 'production', 2, 1, 'user:ann')",
        ];
        await _lab!
            .Get<ExperimentsDatabase>()
            .WriteAsync(async tx =>
            {
                foreach (string sql in statements)
                    await tx.Connection.ExecuteAsync(sql, transaction: tx.DbTransaction);
            });
        var run = await _lab.RowAsync("r");
        Assert.Equal(("replay", "old"), (run.Source, run.Name));
        var call = Assert.Single(await _lab.CallsAsync("r"));
        Assert.Equal(("i", "sent", 1), (call.ItemId, call.State, call.Attempts));
        Assert.Equal(0.25, Assert.Single(await _lab.Store.ResultsAsync("r", default)).Result.Value);
        Assert.Equal("production", Assert.Single(await _lab.Store.PromotionsAsync(["r"], default)).Label);
    }

    [Theory]
    [InlineData("0013_runs", "replays")]
    [InlineData("0015_run_items", "replay_items")]
    [InlineData("0017_run_calls", "replay_calls")]
    [InlineData("0019_run_results", "replay_results")]
    [InlineData("0021_run_promotions", "replay_promotions")]
    public async Task An_update_that_was_killed_after_a_rename_goes_on(string rename, string oldName)
    {
        string id = await _lab!.CreateAsync(Lab.Request(), start: false);
        string[] statements =
        [
            $"DROP VIEW {oldName}",
            $"UPDATE schema_migrations SET applied_at = NULL WHERE name = '{rename}.sql'",
            $"DELETE FROM schema_migrations WHERE name LIKE '%{rename[4..]}_renamed.sql'",
        ];
        foreach (string sql in statements)
            await _lab.Get<ExperimentsDatabase>().WriteAsync(tx => tx.Connection.ExecuteAsync(sql, transaction: tx.DbTransaction));
        await _lab.DisposeAsync();
        _lab = await Lab.StartAsync(_folder, new FakeNeighbours(), _settings);
        Assert.Equal(36, (await _lab.CallsAsync(id)).Count);
        Assert.True(
            await _lab.Get<ExperimentsDatabase>().ReadAsync(c => c.ExecuteScalarAsync<bool>($"SELECT COUNT(*) >= 0 FROM {oldName}"))
        );
    }
}
