using CozeLoop.EndToEnd.Shapes;
using CozeLoop.EndToEnd.Studio;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Loop;

/// <summary>Record, find, replay, judge, promote on the 100 recorded conversations: by API, by commands and by hand in a browser, the same
/// in every shape.</summary>
public abstract class LoopTests(IShape shape)
{
    protected const string Candidate = "CHECK THE POLICY before you answer.";

    protected IShape Shape => shape;

    /// <summary>A model on which <see cref="Candidate"/> has a large good effect.</summary>
    protected static Func<FakeModelRequest, FakeModelAnswer> Improving =>
        FakeModelAnswers.Planted("CHECK THE POLICY", Replays.Marker, with: 0.95, without: 0.05);

    [Fact]
    public virtual async Task By_the_API_a_better_prompt_is_found_and_promoted() =>
        Assert.Equal("better", (await LoopByApi.RunAsync(shape, Improving, Candidate)).Verdict);

    [Fact]
    public virtual Task By_commands_a_better_prompt_is_found_and_promoted() => LoopByCommands.FindsWhatIsBetterAsync(shape);

    [Fact]
    public virtual async Task In_the_studio_a_better_prompt_is_found_and_promoted()
    {
        await using var loop = await StudioLoop.StartAsync(shape, Improving);
        await loop.ReplayAsync(Candidate, Replays.Marker);
        await loop.VerdictIsAsync("Better");
        await loop.PromoteAsync(reason: null);
    }
}
