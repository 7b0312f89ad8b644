using CozeLoop.Contracts.Api;

namespace CozeLoop.AllInOne.Tests.Cli.Replays;

internal static class Runs
{
    public static Replay In(string state, int done, string? why = null) =>
        new()
        {
            Id = "r1",
            Name = "n",
            State = state,
            StateReason = why,
            Mode = "frozen",
            Progress = new Progress(done, 0, 20),
            Plan = new ReplayPlan
            {
                Items = 20,
                Calls = 40,
                Exclusions = new Dictionary<string, int> { ["content_cut"] = 3 },
            },
            CreatedAt = DateTimeOffset.UnixEpoch,
            Request = new CreateReplay
            {
                Name = "n",
                Source = new ReplaySource(null, null, null, new SampleSpec(20, 7)),
                Arms = [],
            },
        };
}
