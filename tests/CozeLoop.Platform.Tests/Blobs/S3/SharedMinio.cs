using CozeLoop.Platform.Blobs.S3;
using CozeLoop.Testing.Servers;

[assembly: AssemblyFixture(typeof(CozeLoop.Platform.Tests.Blobs.S3.SharedMinio))]

namespace CozeLoop.Platform.Tests.Blobs.S3;

/// <summary>One server for all tests of the assembly, started when the first of them asks; tests keep apart by prefix or by
/// bucket.</summary>
public sealed class SharedMinio : IAsyncDisposable
{
    private readonly Lazy<Task<MinioServer>> _server = new(MinioServer.StartAsync);
    private int _next;

    /// <summary>Calls to a bucket, which exists, with keys of the caller's own.</summary>
    internal async Task<S3Calls> CallsAsync()
    {
        var calls = await CallsAsync("shared", $"Prefix=t{Interlocked.Increment(ref _next)}");
        await new BlobBucket(calls).EnsureAsync(TestContext.Current.CancellationToken);
        return calls;
    }

    /// <summary>Calls to a bucket that nobody has made.</summary>
    internal async Task<S3Calls> CallsAsync(string bucket, string more = "") =>
        new(S3Options.Parse((await ServerAsync()).ConnectionString(bucket, more)));

    internal async Task<MinioServer> ServerAsync()
    {
        Assert.SkipWhen(MinioServer.Missing is not null, MinioServer.Missing ?? "");
        return await _server.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
