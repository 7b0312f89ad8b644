using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Testing.Stores;
using Microsoft.Extensions.Time.Testing;

namespace CozeLoop.Platform.Tests.Blobs;

public sealed class FolderBlobTests : BlobContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly FolderBlobStore _blobs;

    public FolderBlobTests() => _blobs = new FolderBlobStore(_folder.Data, _time);

    protected override IBlobStore Blobs => _blobs;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_put_that_is_given_up_leaves_nothing_behind()
    {
        using var content = new MemoryStream(new byte[10]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Blobs.PutAsync("x/y", content, new CancellationToken(canceled: true))
        );
        Assert.Null(await Blobs.OpenAsync("x/y"));
        Assert.Empty(Directory.EnumerateFiles(_folder.Data.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_class_expires_after_its_days_and_what_is_kept_stays()
    {
        string[] keys = ["keep/old", "7d/old", "7d/sub/young", "30d/middle"];
        foreach (string key in keys)
            await PutAsync(key, [1]);
        Touch("keep/old", days: 1000);
        Touch("7d/old", days: 8);
        Touch("7d/sub/young", days: 6);
        Touch("30d/middle", days: 8);
        Assert.Equal(1, _blobs.Expire(CancellationToken.None));
        bool[] there = await Task.WhenAll(keys.Select(key => Blobs.ExistsAsync(key)));
        Assert.Equal([true, false, true, true], there);
    }

    [Fact]
    public void A_draft_that_a_killed_process_left_goes_after_a_day()
    {
        string drafts = Directory.CreateDirectory(Path.Combine(_folder.Data.Root, "blobs", "~drafts")).FullName;
        File.WriteAllText(Path.Combine(drafts, "left"), "half");
        File.SetLastWriteTimeUtc(Path.Combine(drafts, "left"), _time.GetUtcNow().UtcDateTime.AddHours(-25));
        File.WriteAllText(Path.Combine(drafts, "written"), "half");
        File.SetLastWriteTimeUtc(Path.Combine(drafts, "written"), _time.GetUtcNow().UtcDateTime.AddHours(-1));
        Assert.Equal(1, _blobs.Expire(CancellationToken.None));
        Assert.Equal(["written"], Directory.EnumerateFiles(drafts).Select(Path.GetFileName));
    }

    private void Touch(string key, int days) =>
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Data.Root, "blobs", key), _time.GetUtcNow().UtcDateTime.AddDays(-days));
}
