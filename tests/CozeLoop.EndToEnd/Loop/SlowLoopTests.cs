using CozeLoop.EndToEnd.Shapes;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The loop in a shape of many processes that start cold, which takes minutes on two cores: <c>make test-all</c> runs
/// it.</summary>
public abstract class SlowLoopTests(IShape shape) : LoopTests(shape)
{
    [Fact(Explicit = true)]
    public override Task By_the_API_a_better_prompt_is_found_and_promoted() => base.By_the_API_a_better_prompt_is_found_and_promoted();

    [Fact(Explicit = true)]
    public override Task By_commands_a_better_prompt_is_found_and_promoted() => base.By_commands_a_better_prompt_is_found_and_promoted();

    [Fact(Explicit = true)]
    public override Task In_the_studio_a_better_prompt_is_found_and_promoted() =>
        base.In_the_studio_a_better_prompt_is_found_and_promoted();
}
