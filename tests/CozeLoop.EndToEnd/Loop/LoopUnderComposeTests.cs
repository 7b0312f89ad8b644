using CozeLoop.EndToEnd.Shapes;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The loop over what compose would start. By API every time.</summary>
public sealed class LoopUnderComposeTests(UnderCompose shape) : SlowLoopTests(shape), IClassFixture<UnderCompose>
{
    [Fact]
    public override Task By_the_API_a_better_prompt_is_found_and_promoted() => base.By_the_API_a_better_prompt_is_found_and_promoted();
}
