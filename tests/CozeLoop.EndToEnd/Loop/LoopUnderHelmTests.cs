using CozeLoop.EndToEnd.Shapes;
using CozeLoop.Testing.Containers;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The loop over the pods that the chart renders, and their end.</summary>
public sealed class LoopUnderHelmTests(UnderHelm shape) : SlowLoopTests(shape), IClassFixture<UnderHelm>
{
    [Fact(Explicit = true)]
    public async Task A_pod_that_is_asked_to_end_drains_and_ends_well()
    {
        await using var product = (ContainerProduct)await Shape.StartAsync(TestContext.Current.CancellationToken);
        var codes = await Task.WhenAll(product.Services.Select(async service => (service.Key, Code: await service.Value.StopAsync())));
        Assert.All(codes, ended => Assert.Equal((ended.Key, 0), (ended.Key, ended.Code)));
        Assert.Equal(7, codes.Length);
    }
}
