using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Blobs.S3;
using CozeLoop.Platform.Tests.Contracts;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

[assembly: AssemblyFixture(typeof(CozeLoop.Containers.Tests.SharedMinio))]

namespace CozeLoop.Containers.Tests;

public sealed class MinioBlobTests(SharedMinio server) : BlobContract, IAsyncLifetime
{
    private S3Calls? _calls;

    protected override IBlobStore Blobs => new S3BlobStore(_calls!);

    public async ValueTask InitializeAsync()
    {
        _calls = await server.CallsAsync();
        await new BlobBucket(_calls).EnsureAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _calls?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>MinIO as docker-compose.yml starts it.</summary>
public sealed class SharedMinio : SharedContainer<IContainer>
{
    private const ushort Port = 9000;
    private const string AccessKey = "cozeloop",
        SecretKey = "a-secret-of-tests";
    private int _next;

    /// <summary>Calls to a bucket that all share, with keys of the caller's own.</summary>
    internal async Task<S3Calls> CallsAsync()
    {
        var container = await ContainerAsync();
        return new S3Calls(
            S3Options.Parse(
                $"Endpoint=127.0.0.1:{container.GetMappedPublicPort(Port)};Bucket=shared;AccessKey={AccessKey};SecretKey={SecretKey};"
                    + $"Prefix=t{Interlocked.Increment(ref _next)}"
            )
        );
    }

    protected override async Task<IContainer> StartAsync()
    {
        var container = new ContainerBuilder("minio/minio:RELEASE.2025-09-07T16-13-09Z")
            .WithCommand("server", "/data")
            .WithEnvironment("MINIO_ROOT_USER", AccessKey)
            .WithEnvironment("MINIO_ROOT_PASSWORD", SecretKey)
            .WithPortBinding(Port, assignRandomHostPort: true)
            .WithCreateParameterModifier(OnLoopback)
            .WithWaitStrategy(
                Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request => request.ForPort(Port).ForPath("/minio/health/ready"))
            )
            .Build();
        await container.StartAsync();
        return container;
    }
}
