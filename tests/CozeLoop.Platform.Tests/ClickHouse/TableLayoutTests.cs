using CozeLoop.Platform.ClickHouse;

namespace CozeLoop.Platform.Tests.ClickHouse;

public sealed class TableLayoutTests
{
    private const string Table =
        "-- Why.\nCREATE TABLE IF NOT EXISTS t${on_cluster} (id Int64) ENGINE = ${replicated}ReplacingMergeTree(id) ORDER BY id";

    [Fact]
    public void On_one_server_the_places_are_empty() =>
        Assert.Equal(
            "-- Why.\nCREATE TABLE IF NOT EXISTS t (id Int64) ENGINE = ReplacingMergeTree(id) ORDER BY id",
            new TableLayout(null).Render(Table)
        );

    [Fact]
    public void On_a_cluster_every_replica_makes_a_replicated_table() =>
        Assert.Equal(
            "-- Why.\nCREATE TABLE IF NOT EXISTS t ON CLUSTER 'one' (id Int64) ENGINE = ReplicatedReplacingMergeTree(id) ORDER BY id",
            new TableLayout("one").Render(Table)
        );

    [Theory]
    [InlineData("CREATE TABLE t (id Int64) ENGINE = ${replicated}MergeTree ORDER BY id")]
    [InlineData("-- Why.\n  alter TABLE t ADD COLUMN c Int64")]
    [InlineData("CREATE TABLE t${on_cluster} (id Int64) ENGINE = MergeTree ORDER BY id")]
    [InlineData("CREATE TABLE t${on_cluster} (id Int64) ENGINE=SummingMergeTree ORDER BY id")]
    [InlineData("CREATE TABLE t${on_cluster} AS u ENGINE = Distributed('one', 'db', 'u')")]
    public void What_would_leave_the_replicas_apart_is_refused_on_a_cluster_only(string sql)
    {
        Assert.Throws<InvalidOperationException>(() => new TableLayout("one").Render(sql));
        Assert.DoesNotContain("${", new TableLayout(null).Render(sql), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_need_no_place() => Assert.Equal("INSERT INTO t SELECT 1", new TableLayout("one").Render("INSERT INTO t SELECT 1"));
}
