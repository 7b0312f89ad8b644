using Amazon.S3;
using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Blobs.S3;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.ClickHouse.Server;
using CozeLoop.Platform.Disk;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing.Stores;
using Microsoft.Data.Sqlite;

namespace CozeLoop.Platform.Tests.Disk;

/// <summary>"The store is full or away" is told from "this message is poison", in each store's own words.</summary>
public sealed class DiskErrorsTests
{
    [Theory]
    [InlineData(28, DiskErrors.NoRoom)]
    [InlineData(122, DiskErrors.NoQuota)]
    [InlineData(30, DiskErrors.ReadOnly)]
    [InlineData(24, DiskErrors.NoHandles)]
    [InlineData(2, null)]
    public void The_systems_numbers_are_read_from_an_exception_of_a_file(int number, string? why) =>
        Assert.Equal(why, DiskErrors.ReasonOf(new IOException("no", number)));

    [Theory]
    [InlineData(13, true)] // full
    [InlineData(10, true)] // I/O error
    [InlineData(8, true)] // read-only
    [InlineData(14, true)] // cannot open
    [InlineData(5, true)] // busy
    [InlineData(19, false)] // a broken constraint
    [InlineData(1, false)] // wrong SQL
    public void SQLites_codes_are_told_apart(int code, bool away) =>
        Assert.Equal(away, StoreFaults.IsAway(new SqliteException("no", code)));

    [Theory]
    [InlineData("Code: 243. DB::Exception: Cannot reserve 1.00 MiB, not enough space. (NOT_ENOUGH_SPACE)", DiskErrors.NoRoom)]
    [InlineData(
        "Code: 75. DB::ErrnoException: Cannot write to file /d/x, errno: 28, strerror: No space left on device.",
        DiskErrors.NoRoom
    )]
    [InlineData("Code: 1001. DB::Exception: std::filesystem::filesystem_error: No space left on device [\"/d\"]", DiskErrors.NoRoom)]
    [InlineData("Code: 76. DB::ErrnoException: Cannot open file /d/x, errno: 24, strerror: Too many open files.", DiskErrors.NoHandles)]
    [InlineData("Code: 75. DB::ErrnoException: Cannot write, errno: 122, strerror: Disk quota exceeded.", DiskErrors.NoQuota)]
    [InlineData("Code: 76. DB::ErrnoException: Cannot open file /d/x, errno: 30, strerror: Read-only file system.", DiskErrors.ReadOnly)]
    [InlineData("Code: 241. DB::Exception: (total) memory limit exceeded", DiskErrors.NoMemory)]
    [InlineData("Code: 241. DB::Exception: Query memory limit exceeded", null)]
    [InlineData("Code: 47. DB::Exception: Unknown identifier", null)]
    [InlineData("Code: 117. DB::Exception: Cannot parse", null)]
    public void The_engines_codes_are_told_apart_in_process_and_at_a_server(string error, string? why)
    {
        Assert.Equal(why, ChdbErrors.ReasonOf(ClickHouseException.Parse(error)));
        var atServer = ServerErrors.Of(ServerOptions.Parse("Host=h"), error);
        Assert.Equal(why is not null, atServer is StoreUnavailableException);
    }

    [Theory]
    [InlineData("Code: 241. DB::Exception: (total) memory limit exceeded", false)]
    [InlineData("Code: 173. DB::ErrnoException: Cannot allocate memory", false)]
    [InlineData("Code: 439. DB::Exception: Cannot schedule a task: cannot allocate thread", false)]
    [InlineData("Code: 252. DB::Exception: Too many parts (3000)", false)]
    [InlineData("Code: 243. DB::Exception: Cannot reserve 1.00 MiB, not enough space. (NOT_ENOUGH_SPACE)", true)]
    [InlineData("Code: 76. DB::ErrnoException: Cannot open file /d/x, errno: 30, strerror: Read-only file system.", true)]
    public void An_engine_short_of_memory_is_away_but_its_disk_is_not_to_blame(string error, bool blamed)
    {
        using var folder = new TemporaryFolder();
        var disk = new DataDisk(folder.Data.Root);
        var said = ClickHouseException.Parse(error);
        string why = ChdbErrors.ReasonOf(said)!;
        Assert.Contains(why, disk.Away("clickhouse", why, said).Message, StringComparison.Ordinal);
        Assert.Equal(blamed, disk.Troubles.Any(t => t.Name == "clickhouse"));
    }

    [Fact]
    public void What_lies_inside_another_exception_counts_too()
    {
        Assert.True(
            StoreFaults.IsAway(new InvalidOperationException("a handler's", new IOException("No space left on device : '/d/blobs/x'", 28)))
        );
        Assert.True(StoreFaults.IsAway(new AggregateException(new BrokerFullException("full"), StoreUnavailableException.Because("away"))));
        Assert.False(StoreFaults.IsAway(new AggregateException(new BrokerFullException("full"), new FormatException("bad"))));
        Assert.True(StoreFaults.IsAway(new ApiException(503, "store_unavailable", "full")));
        Assert.False(StoreFaults.IsAway(new ApiException(422, "invalid", "bad")));
    }

    [Theory]
    [InlineData("XMinioStorageFull", 507)]
    [InlineData("SlowDown", 503)]
    [InlineData("QuotaExceeded", 403)]
    public async Task A_full_bucket_is_away(string code, int status)
    {
        using var calls = new S3Calls(S3Options.Parse("Endpoint=h:1;Bucket=abc;AccessKey=a;SecretKey=s"));
        var full = new AmazonS3Exception("full") { ErrorCode = code, StatusCode = (System.Net.HttpStatusCode)status };
        var said = await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            calls.FindAsync<object>(_ => throw full, CancellationToken.None)
        );
        Assert.Contains(code, said.Message, StringComparison.Ordinal);
    }
}
