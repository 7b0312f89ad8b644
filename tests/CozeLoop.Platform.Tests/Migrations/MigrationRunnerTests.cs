using CozeLoop.Platform.Migrations;
using CozeLoop.Platform.Starting;

namespace CozeLoop.Platform.Tests.Migrations;

public sealed class MigrationRunnerTests
{
    private static readonly Migration First = new("0001_a.sql", "A"),
        Second = new("0002_b.sql", "B");

    [Fact]
    public async Task What_has_not_run_yet_is_applied_in_order_and_each_recorded_before_the_next()
    {
        var target = new Target { Applied = { [First.Name] = First.Checksum } };
        var third = new Migration("0003_c.sql", "C");
        Assert.Equal(2, await MigrationRunner.RunAsync(target, [First, Second, third], TestContext.Current.CancellationToken));
        Assert.Equal(["B", "recorded 0002_b.sql", "C", "recorded 0003_c.sql"], target.Log);
    }

    [Fact]
    public async Task An_edited_migration_is_an_error_that_names_it_and_nothing_runs()
    {
        var target = new Target { Applied = { [First.Name] = "old" } };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            MigrationRunner.RunAsync(target, [First, Second], TestContext.Current.CancellationToken)
        );
        Assert.Contains("0001_a.sql was edited", error.Message, StringComparison.Ordinal);
        Assert.Empty(target.Log);
    }

    [Fact]
    public async Task A_migration_of_a_newer_version_is_left_alone_in_a_store_that_processes_share()
    {
        var target = new Target { Applied = { [First.Name] = First.Checksum, [Second.Name] = "whatever" } };
        Assert.Equal(0, await MigrationRunner.RunAsync(target, [First], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_store_of_one_process_that_a_newer_version_wrote_is_refused()
    {
        var target = new Target { IsShared = false, Applied = { [Second.Name] = "whatever" } };
        var error = await Assert.ThrowsAsync<StartException>(() =>
            MigrationRunner.RunAsync(target, [First], TestContext.Current.CancellationToken)
        );
        Assert.Contains("store.db was written by a newer version of cozeloop (0002_b.sql", error.Message, StringComparison.Ordinal);
        Assert.Empty(target.Log);
    }

    [Fact]
    public async Task A_migration_that_fails_is_not_recorded()
    {
        var target = new Target();
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            MigrationRunner.RunAsync(target, [First, new("0002_b.sql", Target.Broken)], TestContext.Current.CancellationToken)
        );
        Assert.Equal(["A", "recorded 0001_a.sql"], target.Log);
    }

    private sealed class Target : IMigrationTarget
    {
        public const string Broken = "broken";

        public Dictionary<string, string> Applied { get; } = [];
        public List<string> Log { get; } = [];
        public string Name => "store.db";
        public bool IsShared { get; init; } = true;

        public Task<IReadOnlyDictionary<string, string>> AppliedAsync(CancellationToken ct) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(Applied);

        public Task ApplyAsync(Migration migration, CancellationToken ct)
        {
            if (migration.Sql == Broken)
                throw new NotSupportedException();
            Log.Add(migration.Sql);
            return Task.CompletedTask;
        }

        public Task RecordAsync(Migration migration, CancellationToken ct)
        {
            Log.Add($"recorded {migration.Name}");
            return Task.CompletedTask;
        }
    }
}
