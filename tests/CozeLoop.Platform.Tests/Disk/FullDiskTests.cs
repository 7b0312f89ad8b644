using System.Text;
using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Relational;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.Disk;

/// <summary>The embedded stores on a disk that is full: each says so, none breaks, and each goes on when there is room.</summary>
public sealed class FullDiskTests
{
    private const string Topic = "topic",
        Group = "group";

    [Fact]
    public async Task A_writer_whose_commit_failed_for_want_of_room_writes_again_when_there_is_some()
    {
        var ct = TestContext.Current.CancellationToken;
        var (mounted, missing) = await SmallDisk.MountAsync("24m", ct);
        Assert.SkipWhen(mounted is null, missing ?? "");
        await using var disk = mounted;
        var folder = new DataFolder(disk.Folder);
        await using var file = new SqliteFile(folder.File("a.db"), folder.Disk);
        await WriteAsync(file, "CREATE TABLE t (x BLOB)", ct);
        disk.Fill();
        for (int i = 0; i < 5; i++)
        {
            var said = await Assert.ThrowsAsync<StoreUnavailableException>(() =>
                WriteAsync(file, "INSERT INTO t VALUES (randomblob(1000000))", ct)
            );
            Assert.Contains("a.db cannot be written", said.Message, StringComparison.Ordinal);
        }
        Assert.Contains(folder.Disk.Troubles, t => t.Name == "a.db");
        disk.Empty();
        await WriteAsync(file, "INSERT INTO t VALUES (randomblob(1000000))", ct);
        Assert.Equal(1, await file.ReadAsync(s => s.Scalar("SELECT COUNT(*) FROM t"), ct));
        folder.Disk.Probe();
        Assert.Empty(folder.Disk.Troubles);
    }

    [Fact]
    public async Task A_queue_refuses_before_its_disk_is_full_and_can_still_be_emptied()
    {
        var ct = TestContext.Current.CancellationToken;
        var (mounted, missing) = await SmallDisk.MountAsync("40m", ct);
        Assert.SkipWhen(mounted is null, missing ?? "");
        await using var disk = mounted;
        await using var broker = new SqliteBroker(new DataFolder(disk.Folder), new BrokerOptions(), TimeProvider.System);
        await broker.RegisterGroupAsync(Topic, Group, ct);
        byte[] body = Encoding.UTF8.GetBytes(new string('x', 1 << 20));
        int taken = 0;
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (; taken < 100; taken++)
                await broker.PublishAsync(Topic, body, ct: ct);
        });
        Assert.Contains("is full", refused.Message, StringComparison.Ordinal);

        int handled = 0;
        while (await broker.ReceiveAsync(Topic, Group, 100, TimeSpan.FromMinutes(1), TimeSpan.Zero, ct: ct) is { Count: > 0 } some)
        {
            await broker.AcknowledgeAsync(some, ct);
            handled += some.Count;
        }
        Assert.Equal(taken, handled);
    }

    [Fact]
    public async Task A_blob_for_which_there_is_no_room_is_a_store_that_is_away()
    {
        var ct = TestContext.Current.CancellationToken;
        var (mounted, missing) = await SmallDisk.MountAsync("24m", ct);
        Assert.SkipWhen(mounted is null, missing ?? "");
        await using var disk = mounted;
        var blobs = new FolderBlobStore(new DataFolder(disk.Folder), TimeProvider.System);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => blobs.PutAsync("keep/large", new MemoryStream(new byte[30 << 20]), ct));
        await blobs.PutAsync("keep/small", new MemoryStream(new byte[1 << 20]), ct);
        Assert.False(await blobs.ExistsAsync("keep/large", ct));
    }

    [Fact]
    public async Task A_blob_of_a_message_that_was_taken_is_stored_in_the_reserve_of_a_short_disk()
    {
        var ct = TestContext.Current.CancellationToken;
        var (mounted, missing) = await SmallDisk.MountAsync("24m", ct);
        Assert.SkipWhen(mounted is null, missing ?? "");
        await using var disk = mounted;
        var folder = new DataFolder(disk.Folder);
        await File.WriteAllBytesAsync(Path.Combine(disk.Folder, "taken"), new byte[folder.Disk.Free - (1 << 20)], ct);
        Assert.NotNull(folder.Disk.Shortage());
        var blobs = new FolderBlobStore(folder, TimeProvider.System);
        await blobs.PutAsync("keep/text", new MemoryStream(new byte[300_000]), ct);
        Assert.True(await blobs.ExistsAsync("keep/text", ct));
    }

    private static Task<bool> WriteAsync(SqliteFile file, string sql, CancellationToken ct) =>
        file.WriteAsync(
            session =>
            {
                session.Execute(sql);
                return true;
            },
            ct
        );
}
