using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Blobs.S3;
using CozeLoop.Platform.Tests.Contracts;

namespace CozeLoop.Platform.Tests.Blobs.S3;

/// <summary>The contract against a real MinIO.</summary>
public sealed class S3BlobTests(SharedMinio minio) : BlobContract, IAsyncLifetime
{
    private S3Calls? _calls;

    protected override IBlobStore Blobs => new S3BlobStore(_calls!);

    public async ValueTask InitializeAsync() => _calls = await minio.CallsAsync();

    public ValueTask DisposeAsync()
    {
        _calls?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task More_keys_than_one_list_names_are_deleted_with_their_folder()
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1001),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) => await PutAsync($"many/{i}", [])
        );
        await Blobs.DeleteFolderAsync("many");
        Assert.False(await Blobs.ExistsAsync("many/0"));
        Assert.False(await Blobs.ExistsAsync("many/1000"));
    }
}
