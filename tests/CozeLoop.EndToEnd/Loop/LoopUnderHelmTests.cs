using CozeLoop.EndToEnd.Shapes;
using CozeLoop.Testing.Containers;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The loop over the pods that the chart renders; <c>make test-all</c> runs it.</summary>
public sealed class LoopUnderHelmTests(UnderHelm shape) : LoopTests(shape), IClassFixture<UnderHelm>
{
    [Fact(Explicit = true)]
    public override Task By_the_API_a_better_prompt_is_found_and_promoted() => base.By_the_API_a_better_prompt_is_found_and_promoted();

    [Fact(Explicit = true)]
    public override Task By_commands_a_better_prompt_is_found_and_promoted() => base.By_commands_a_better_prompt_is_found_and_promoted();

    [Fact(Explicit = true)]
    public override Task In_the_studio_a_better_prompt_is_found_and_promoted() => base.In_the_studio_a_better_prompt_is_found_and_promoted();

    [Fact(Explicit = true)]
    public async Task A_pod_that_is_asked_to_end_drains_and_ends_well()
    {
        await using var product = (ContainerProduct)await Shape.StartAsync(TestContext.Current.CancellationToken);
        var codes = await Task.WhenAll(product.Services.Select(async service => (service.Key, Code: await service.Value.StopAsync())));
        Assert.All(codes, ended => Assert.Equal((ended.Key, 0), (ended.Key, ended.Code)));
        Assert.Equal(7, codes.Length);
    }
}
