using CozeLoop.Platform.Blobs.S3;
using CozeLoop.Platform.Hosting;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace CozeLoop.Platform.Tests.Blobs.S3;

/// <summary>A server that is killed and comes back, seen from each method and from the health page.</summary>
public sealed class CrashedMinioTests
{
    [Fact]
    public async Task A_killed_server_is_unavailable_until_it_is_back_with_what_it_had()
    {
        Assert.SkipWhen(MinioServer.Missing is not null, MinioServer.Missing ?? "");
        await using var server = await MinioServer.StartAsync();
        using var calls = new S3Calls(S3Options.Parse(server.ConnectionString()));
        var states = new StoreStates();
        using var watch = new S3Watch(new BlobBucket(calls), states, TimeProvider.System, NullLogger<S3Watch>.Instance);
        Assert.Null(await TroubleAsync(watch, states));
        var blobs = new S3BlobStore(calls);
        await PutAsync(blobs, "before", 1);
        await PutAsync(blobs, "long", 30_000_000);

        await using (var reading = (await blobs.OpenAsync("long"))!)
        {
            await server.KillAsync();
            await Assert.ThrowsAsync<StoreUnavailableException>(() => reading.CopyToAsync(Stream.Null));
        }
        await AllUnavailableAsync(blobs);
        Assert.Contains(server.Endpoint, await TroubleAsync(watch, states), StringComparison.Ordinal);

        await server.RestartAsync();
        Assert.Null(await TroubleAsync(watch, states));
        Assert.True(await blobs.ExistsAsync("before"));
        await PutAsync(blobs, "after", 10_000_000);
    }

    private static async Task AllUnavailableAsync(S3BlobStore blobs)
    {
        Func<Task>[] calls =
        [
            () => PutAsync(blobs, "x", 1),
            () => PutAsync(blobs, "x", 10_000_000),
            () => blobs.OpenAsync("before"),
            () => blobs.OpenAsync("before", 0, 1),
            () => blobs.ExistsAsync("before"),
            () => blobs.DeleteAsync("before"),
            () => blobs.DeleteFolderAsync("folder"),
        ];
        await Task.WhenAll(calls.Select(call => Assert.ThrowsAsync<StoreUnavailableException>(call)));
    }

    private static async Task<string?> TroubleAsync(S3Watch watch, StoreStates states)
    {
        await watch.LookAsync(TestContext.Current.CancellationToken);
        return Assert.Single(states.All).Trouble;
    }

    private static async Task PutAsync(S3BlobStore blobs, string key, int length)
    {
        using var content = new MemoryStream(new byte[length]);
        await blobs.PutAsync(key, content);
    }
}
