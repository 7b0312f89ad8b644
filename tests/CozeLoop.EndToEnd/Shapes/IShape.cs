using CozeLoop.Testing;

namespace CozeLoop.EndToEnd.Shapes;

/// <summary>A way to run the product: what a user sees must not depend on it.</summary>
public interface IShape
{
    /// <summary>A new installation, ready. Skips the test where this shape cannot run.</summary>
    Task<IProduct> StartAsync(CancellationToken ct);
}
