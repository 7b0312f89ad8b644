using CozeLoop.EndToEnd.Shapes;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The loop over what compose would start. Cold processes take minutes on two cores: by API every time, the rest in <c>make test-all</c>.</summary>
public sealed class LoopUnderComposeTests(UnderCompose shape) : LoopTests(shape), IClassFixture<UnderCompose>
{
    [Fact(Explicit = true)]
    public override Task By_commands_a_better_prompt_is_found_and_promoted() => base.By_commands_a_better_prompt_is_found_and_promoted();

    [Fact(Explicit = true)]
    public override Task In_the_studio_a_better_prompt_is_found_and_promoted() => base.In_the_studio_a_better_prompt_is_found_and_promoted();
}
