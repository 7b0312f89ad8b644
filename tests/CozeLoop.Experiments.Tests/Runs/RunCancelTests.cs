using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Experiments.Runs;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.Experiments.Tests.Runs;

/// <summary>What cancelling and pausing say to others, and what others say of a run that waits.</summary>
public sealed class RunCancelTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cancel").FullName;
    private readonly FakeNeighbours _world = new();
    private readonly TaskCompletionSource _never = new();
    private Lab _lab = null!;

    public async ValueTask InitializeAsync()
    {
        _world.Models.BeforeTelling = () => _never.Task;
        _lab = await Lab.StartAsync(_folder, _world);
        await _lab.Get<IMessageBroker>().RegisterGroupAsync(Topics.Events, "test");
    }

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    // Models is away when it should hear of it: whoever holds the call says it again.
    [InlineData(1)]
    public async Task Cancelling_breaks_off_what_is_in_flight_and_says_what_it_may_have_cost(int deaf)
    {
        _world.Models.Deaf = deaf;
        string id = await _lab.CreateAsync(Lab.Request());
        await _lab.UntilAsync(id, _ => _world.Models.Requests.Count == 4);
        Assert.True(await _lab.Get<RunControl>().CancelAsync(Lab.Ann, await _lab.RowAsync(id), default));
        var calls = await _lab.CallsAsync(id);
        Assert.All(calls, c => Assert.Equal((CallStates.Skipped, CallCauses.Cancelled), (c.State, c.Cause)));
        Assert.Equal(4, (await _lab.ReadAsync(id)).RepeatedCalls);
        await Eventually.Async(() => _world.Models.HasAbandoned(id) && (deaf > 0 || _world.Models.BrokenOff == 4));
        Assert.Equal(4, _world.Models.Requests.Count);
        Assert.Equal(calls.Select(c => c.State), (await _lab.CallsAsync(id)).Select(c => c.State));
    }

    [Fact]
    public async Task Evaluation_hears_of_a_pause_of_its_end_and_of_a_cancel()
    {
        string id = await _lab.CreateAsync(Lab.Request());
        var control = _lab.Get<RunControl>();
        await control.PauseAsync(Lab.Ann, await _lab.RowAsync(id), default);
        await control.ResumeAsync(Lab.Ann, await _lab.RowAsync(id), default);
        await control.CancelAsync(Lab.Ann, await _lab.RowAsync(id), default);
        var heard = new List<RunStateChanged>();
        while (heard.Count < 3)
            heard.AddRange((await FactsAsync()).Select(f => f.RunStateChanged).OfType<RunStateChanged>());
        Assert.Equal([(id, "paused"), (id, "running"), (id, "cancelled")], heard.Select(h => (h.RunId, h.State)));
    }

    [Fact]
    public async Task A_run_says_which_judges_it_waits_for_until_they_answer()
    {
        string id = await _lab.CreateAsync(Lab.Request());
        var wait = new Wait("judge kind@2", "provider_error", "Overloaded.", DateTimeOffset.UnixEpoch, 3);
        await TellAsync(id, 5, wait);
        var replay = await _lab.UntilAsync(id, r => r.Waiting.Count > 0);
        Assert.Equal([wait], replay.Waiting);
        await TellAsync(id, 4);
        await TellAsync(id, 6, wait with { Subjects = 2 });
        Assert.Equal(2, (await _lab.UntilAsync(id, r => r.Waiting is not [{ Subjects: 3 }])).Waiting[0].Subjects);
        await TellAsync(id, 7);
        await _lab.UntilAsync(id, r => r.Waiting.Count == 0);
    }

    private Task TellAsync(string run, long version, params Wait[] waits) =>
        _lab.Get<IMessageBroker>()
            .PublishAsync(
                Topics.Events,
                JsonSerializer.SerializeToUtf8Bytes(
                    new PlatformEvent(Lab.Ann.WorkspaceId, version) { RunWaits = new(run, waits) },
                    Json.Compact
                )
            );

    private async Task<IEnumerable<PlatformEvent>> FactsAsync()
    {
        var broker = _lab.Get<IMessageBroker>();
        var messages = await broker.ReceiveAsync(Topics.Events, "test", 100, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));
        Assert.NotEmpty(messages);
        await broker.AcknowledgeAsync(messages);
        return messages.Select(m => JsonSerializer.Deserialize<PlatformEvent>(m.Body.Span, Json.Compact)!);
    }
}
