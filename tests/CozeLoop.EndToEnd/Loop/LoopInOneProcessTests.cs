using CozeLoop.EndToEnd.Shapes;
using CozeLoop.EndToEnd.Studio;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>The loop in one process; and the verdicts that stop a promotion, which are the same code in every shape.</summary>
public sealed class LoopInOneProcessTests(OneProcess shape) : LoopTests(shape), IClassFixture<OneProcess>
{
    [Fact]
    public async Task By_the_API_a_prompt_without_an_effect_is_inconclusive() =>
        Assert.Equal("inconclusive", (await LoopByApi.RunAsync(Shape, FakeModelAnswers.WithoutEffect, "Answer politely.")).Verdict);

    [Fact]
    public async Task By_the_API_a_prompt_with_a_large_bad_effect_is_worse() =>
        Assert.Equal(
            "worse",
            (
                await LoopByApi.RunAsync(
                    Shape,
                    FakeModelAnswers.Planted("SKIP THE POLICY", Replays.Marker, with: 0.05, without: 0.95),
                    "SKIP THE POLICY."
                )
            ).Verdict
        );

    [Fact]
    public Task By_commands_what_is_inconclusive_exits_2_and_is_promoted_for_a_reason_only() => LoopByCommands.SeesNoEffectAsync(Shape);

    [Fact]
    public async Task In_the_studio_a_prompt_without_an_effect_is_inconclusive_and_its_promotion_needs_a_reason()
    {
        await using var loop = await StudioLoop.StartAsync(Shape, FakeModelAnswers.WithoutEffect);
        await loop.ReplayAsync("Answer politely.", Replays.Marker);
        await loop.VerdictIsAsync("Inconclusive");
        await loop.PromoteAsync(reason: "we want to see it move");
    }
}
