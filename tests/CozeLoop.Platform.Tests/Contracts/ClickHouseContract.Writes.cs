using CozeLoop.Platform.ClickHouse;
using FsCheck.Fluent;

namespace CozeLoop.Platform.Tests.Contracts;

/// <summary>What it must do when it is written to, and when its tables are made.</summary>
public abstract partial class ClickHouseContract
{
    [Fact]
    public async Task Native_blocks_are_inserted_whatever_their_bytes()
    {
        await Store.ExecuteAsync(
            "CREATE TABLE native_blocks (text String) ENGINE = MergeTree ORDER BY tuple() "
                + "SETTINGS fsync_after_insert = 1, fsync_part_directory = 1"
        );
        string[] texts = ["a\n\nSELECT 1;", "\n\nDROP TABLE native_blocks\n\n", "nul \0", "文"];
        await Store.InsertNativeAsync("native_blocks", Block("text", texts));
        Assert.Equal(
            texts.Order(StringComparer.Ordinal),
            (await Store.QueryAsync<Echo>("SELECT text AS value FROM native_blocks")).Select(r => r.Value).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_block_that_does_not_fit_its_table_is_refused_whole_and_the_next_one_is_taken()
    {
        await Store.ExecuteAsync("CREATE TABLE strict_block (text String) ENGINE = MergeTree ORDER BY tuple()");
        await Assert.ThrowsAsync<ClickHouseException>(() => Store.InsertNativeAsync("strict_block", Block("other", ["x"])));
        await Assert.ThrowsAsync<ClickHouseException>(() => Store.InsertNativeAsync("strict_block", new byte[] { 1, 1, 200, 200, 200 }));
        await Assert.ThrowsAsync<ClickHouseException>(() => Store.InsertNativeAsync("no_such_table", Block("text", ["x"])));
        await Store.InsertNativeAsync("strict_block", Block("text", ["y"]));
        Assert.Equal(["y"], (await Store.QueryAsync<Echo>("SELECT text AS value FROM strict_block")).Select(r => r.Value));
    }

    [Fact]
    public async Task Several_blocks_are_one_insert()
    {
        await Store.ExecuteAsync(
            "CREATE TABLE several_blocks (text String) ENGINE = MergeTree ORDER BY tuple() "
                + "SETTINGS fsync_after_insert = 1, fsync_part_directory = 1"
        );
        string five = new('x', 5_000_000);
        await Store.InsertNativeAsync(
            "several_blocks (text) SETTINGS max_partitions_per_insert_block = 0",
            [Block("text", ["a", "b"]), Block("text", [five]), Block("text", ["c"])]
        );
        Assert.Equal(4, (await Store.QueryAsync<Count>("SELECT count() AS n FROM several_blocks")).Single().N);
        Assert.Equal(
            five,
            (await Store.QueryAsync<Echo>("SELECT text AS value FROM several_blocks WHERE length(text) > 1")).Single().Value
        );
        Assert.Equal(
            1,
            (
                await Store.QueryAsync<Count>(
                    "SELECT count() AS n FROM system.parts WHERE database = currentDatabase() AND table = 'several_blocks' AND active"
                )
            )
                .Single()
                .N
        );
    }

    [Fact]
    public async Task Writes_and_reads_go_on_together()
    {
        await Store.ExecuteAsync(
            "CREATE TABLE busy (text String) ENGINE = MergeTree ORDER BY text SETTINGS fsync_after_insert = 1, fsync_part_directory = 1"
        );
        long seen = 0;
        var writes = Enumerable
            .Range(0, 4)
            .Select(async writer =>
            {
                for (int i = 0; i < 10; i++)
                    await Store.InsertNativeAsync("busy", Block("text", [.. Enumerable.Range(0, 50).Select(row => $"{writer} {i} {row}")]));
            });
        var reads = Enumerable
            .Range(0, 4)
            .Select(async _ =>
            {
                for (int i = 0; i < 10; i++)
                {
                    long n = (await Store.QueryAsync<Count>("SELECT count() AS n FROM busy")).Single().N;
                    Assert.Equal(0, n % 50);
                    Interlocked.Exchange(ref seen, n);
                }
            });
        await Task.WhenAll(writes.Concat(reads));
        Assert.InRange(seen, 0, 2000);
        Assert.Equal(2000, (await Store.QueryAsync<Count>("SELECT uniqExact(text) AS n FROM busy")).Single().N);
    }

    [Fact]
    public async Task Migrations_run_once_even_where_two_begin_at_once()
    {
        var assembly = typeof(ClickHouseContract).Assembly;
        await Task.WhenAll(Store.MigrateAsync(assembly), Store.MigrateAsync(assembly), Store.MigrateAsync(assembly));
        await Store.ExecuteAsync("INSERT INTO facts VALUES (1, 'kept')");
        await Store.MigrateAsync(assembly);
        Assert.Equal(1, (await Store.QueryAsync<Count>("SELECT count() AS n FROM facts")).Single().N);
        // The checksum of the file before it named its place in a cluster: data of earlier versions opens.
        Assert.Equal(
            1,
            (
                await Store.QueryAsync<Count>(
                    "SELECT uniqExact(checksum) AS n FROM schema_migrations WHERE name = '0001_facts.sql' AND "
                        + "checksum = '40b68d710cf3daa9f941d4d1fc3dac3e4e4004a9af9e2e01617485b442fba840'"
                )
            )
                .Single()
                .N
        );
    }
}
