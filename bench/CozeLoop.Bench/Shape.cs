using CozeLoop.Testing;

namespace CozeLoop.Bench;

/// <summary>What the one process of the product runs over while it is measured.</summary>
/// <param name="servers">Null for the embedded stores.</param>
internal sealed class Shape(Options options, Servers? servers = null)
{
    /// <summary>A new installation's settings, with what an operator makes before the first start.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PrepareAsync() =>
        servers is null ? new Dictionary<string, string>() : await servers.ProvisionAsync(options.Product);

    public Task<RunningProduct> StartAsync(IReadOnlyDictionary<string, string> prepared) =>
        RunningProduct.StartAsync(prepared, options.Product);

    public async Task<RunningProduct> StartAsync() => await StartAsync(await PrepareAsync());
}
