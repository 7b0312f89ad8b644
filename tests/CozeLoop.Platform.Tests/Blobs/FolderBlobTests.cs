using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Tests.Contracts;
using CozeLoop.Testing.Stores;

namespace CozeLoop.Platform.Tests.Blobs;

public sealed class FolderBlobTests : BlobContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlobStore _blobs;

    public FolderBlobTests() => _blobs = new BlobStore(_folder.Data);

    protected override BlobStore Blobs => _blobs;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_put_that_is_given_up_leaves_nothing_behind()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.PutAsync("x/y", new byte[10], new CancellationToken(canceled: true)));
        Assert.Null(await Blobs.OpenAsync("x/y"));
        Assert.Empty(Directory.EnumerateFiles(_folder.Data.Root, "*", SearchOption.AllDirectories));
    }
}
