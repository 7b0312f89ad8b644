using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Studio;

/// <summary>Record, find, replay, judge, promote: by hand, in a browser, on the 100 recorded conversations.</summary>
public sealed class LoopInTheStudioTests
{
    private const string Marker = "Policy checked.";

    [Fact]
    public async Task A_prompt_without_an_effect_is_inconclusive_and_its_promotion_needs_a_reason()
    {
        await using var loop = await StudioLoop.StartAsync(FakeModelAnswers.WithoutEffect);
        await loop.ReplayAsync("Answer politely.", Marker);
        await loop.VerdictIsAsync("Inconclusive");
        await loop.PromoteAsync(reason: "we want to see it move");
    }

    [Fact]
    public async Task A_prompt_with_a_large_good_effect_is_better_and_can_be_promoted()
    {
        await using var loop = await StudioLoop.StartAsync(FakeModelAnswers.Planted("CHECK THE POLICY", Marker, with: 0.95, without: 0.05));
        await loop.ReplayAsync("CHECK THE POLICY before you answer.", Marker);
        await loop.VerdictIsAsync("Better");
        await loop.PromoteAsync(reason: null);
    }
}
