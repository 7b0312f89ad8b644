using CozeLoop.Testing;
using CozeLoop.Testing.Containers;
using CozeLoop.Testing.Deployment;
using CozeLoop.Testing.Stores;
using Xunit;

namespace CozeLoop.EndToEnd.Shapes;

/// <summary>As <c>docker-compose.yml</c> says: its containers, environment, files, ports and health checks.</summary>
public sealed class UnderCompose(EmbeddedClickHouse engine) : IShape
{
    public async Task<IProduct> StartAsync(CancellationToken ct)
    {
        string? missing =
            await ContainerProduct.MissingAsync()
            ?? engine.Missing
            ?? (await Compose.ConfigAsync(Compose.Secrets) is null ? Compose.Missing : null);
        Assert.SkipWhen(missing is not null, missing ?? "");
        return await ComposeProduct.StartAsync(engine.Path);
    }
}

/// <summary>As the chart renders its default values: its pods with their init containers, environment, Secrets, files, ports and probes,
/// and its ingress' paths.</summary>
public sealed class UnderHelm(EmbeddedClickHouse engine) : IShape
{
    public async Task<IProduct> StartAsync(CancellationToken ct)
    {
        string? missing = await ContainerProduct.MissingAsync() ?? engine.Missing ?? HelmChart.Missing;
        Assert.SkipWhen(missing is not null, missing ?? "");
        return await HelmProduct.StartAsync(engine.Path, ct);
    }
}
