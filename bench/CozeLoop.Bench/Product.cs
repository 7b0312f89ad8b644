using CozeLoop.Testing;

namespace CozeLoop.Bench;

/// <summary>Where the parts send to.</summary>
internal static class Product
{
    public static Uri Traces(RunningProduct product) => new(product.Address, "/v1/traces");
}
