using CozeLoop.Testing;

namespace CozeLoop.EndToEnd.Shapes;

/// <summary>Everything in one process on embedded stores.</summary>
public sealed class OneProcess : IShape
{
    public async Task<IProduct> StartAsync(CancellationToken ct) => await RunningProduct.StartAsync(ct: ct);
}
