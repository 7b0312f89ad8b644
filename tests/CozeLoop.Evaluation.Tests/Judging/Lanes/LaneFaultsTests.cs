using CozeLoop.Contracts.Api;
using CozeLoop.Evaluation.Judging.Lanes;
using Xunit;

namespace CozeLoop.Evaluation.Tests.Judging.Lanes;

public sealed class LaneFaultsTests
{
    private static readonly EvaluationOptions Options = new();
    private static readonly ModelCallFailure Failure = new("provider_error", "Out of order.", true, 500, null);

    [Fact]
    public void A_lane_opens_at_the_third_fault_in_a_row_and_then_one_probe_at_a_time_asks_ever_less_often()
    {
        long now = 0;
        LaneFaults? lane = null;
        Assert.Equal(8, LaneFaults.Seats(lane, Options, now));
        lane = Fault(lane, now);
        lane = Fault(lane, now);
        Assert.Equal(8, LaneFaults.Seats(lane, Options, now));
        var pauses = new List<long>();
        for (int i = 0; i < 8; i++)
        {
            lane = Fault(lane, now);
            Assert.Equal(0, LaneFaults.Seats(lane, Options, now));
            Assert.Equal(0, LaneFaults.Seats(lane, Options, lane.OpenUntil - 1));
            pauses.Add(lane.OpenUntil - now);
            now = lane.OpenUntil;
            Assert.Equal(1, LaneFaults.Seats(lane, Options, now));
        }
        Assert.Equal([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000], pauses);
    }

    [Fact]
    public void What_was_asked_before_it_opened_makes_no_pause_longer()
    {
        LaneFaults? lane = null;
        for (int i = 0; i < 8; i++)
            lane = Fault(lane, now: i);
        Assert.Equal((5_000, 5_002, 8), (lane!.PauseMs, lane.OpenUntil, lane.Faults));
    }

    [Fact]
    public void A_refused_key_opens_it_at_once() =>
        Assert.Equal(
            0,
            LaneFaults.Seats(LaneFaults.After(null, "l", Failure with { Cause = FailureCauses.Unauthorized }, Options, 0), Options, 0)
        );

    [Fact]
    public void It_says_since_when_and_what_was_said_last_and_not_all_of_it()
    {
        var lane = LaneFaults.After(Fault(null, 7), "l", Failure with { Cause = "timeout", Message = new string('x', 9000) }, Options, 9);
        Assert.Equal((7, "timeout", 500), (lane.Since, lane.Cause, lane.Message.Length));
    }

    private static LaneFaults Fault(LaneFaults? lane, long now) => LaneFaults.After(lane, "l", Failure, Options, now);
}
