using System.Text.Json;
using System.Text.Json.Nodes;
using CozeLoop.Chat.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.EndToEnd.Loop;
using CozeLoop.Testing;
using CozeLoop.Testing.FakeModel;
using Xunit;

namespace CozeLoop.EndToEnd.Recordings;

/// <summary>From what an SDK sends to what a replay's model is sent: the same messages, or none and the cause.</summary>
public sealed class AsRecordedTests
{
    private const string Session = "recorded",
        Candidate = "Answer politely.";

    [Fact]
    public async Task A_replay_sends_what_was_recorded_and_leaves_out_what_was_not_with_its_cause()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var model = await FakeModelServer.StartAsync();
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await RecordedCall.PostAsync(http, Session, [.. RecordedCalls.Whole, .. RecordedCalls.Partial.Values.SelectMany(calls => calls)]);
        await Queues.DrainedAsync(http, ct);

        var replay = await ReplayAsync(http, model, Session, ct);
        Assert.Equal(
            RecordedCalls.Partial.OrderBy(p => p.Key).Select(p => (p.Key, p.Value.Length)),
            replay.Plan.Exclusions.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => (e.Key, e.Value))
        );
        Assert.Equal(RecordedCalls.Whole.Count, replay.Plan.Items);
        Assert.Equal((0, "finished"), (replay.Progress.Failed, replay.State));

        string[] old = [.. RecordedCalls.Whole.Select(call => CanonicalJson.Of(call.Sent!))];
        string[] sent = [.. model.Requests.Select(r => CanonicalJson.Of(r.Body.GetProperty("messages")))];
        Assert.Equal(old.Concat(RecordedCalls.Whole.Select(WithCandidate)).Order(), sent.Order());
    }

    [Fact]
    public async Task What_is_missing_of_a_call_is_said_by_its_span()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var product = await RunningProduct.StartAsync(ct: ct);
        using var http = product.CreateClient();
        await RecordedCall.PostAsync(http, Session, [.. RecordedCalls.Partial.Values.SelectMany(calls => calls)]);
        await Queues.DrainedAsync(http, ct);
        foreach (var (cause, calls) in RecordedCalls.Partial)
        {
            foreach (var call in calls.Where(c => c.Name != "a file that only its provider can open"))
            {
                var trace = await new TracingClient(http).FindTraceAsync(Contracts.Ids.TraceId(Session, call.Name), ct);
                var span = Assert.Single(trace!.Spans);
                Assert.Contains(cause, span.IncompleteCauses.Values);
                Assert.Equal(span.Incomplete, span.IncompleteCauses.Keys);
                Assert.NotEmpty(span.Messages);
            }
        }
    }

    private static async Task<Replay> ReplayAsync(HttpClient http, FakeModelServer model, string session, CancellationToken ct)
    {
        await new ModelsClient(http).CreateAsync(new CreateConnection("test", "openai", model.BaseUrl, "key", [Replays.Model]), ct);
        var started = await new ReplaysClient(http).CreateAsync(
            new CreateReplay
            {
                Name = "as recorded",
                Source = new ReplaySource($"session:{session}", null, null, new SampleSpec(100, 7)),
                Arms = [new ReplayArm { SystemPrompt = Candidate, Connection = "test" }],
                NoiseFloor = false,
            },
            ct: ct
        );
        return await Replays.EndedAsync(http, started.Id, ct);
    }

    /// <summary>The candidate's system message stands in the place of the recorded ones.</summary>
    private static string WithCandidate(RecordedCall call)
    {
        var messages = JsonNode.Parse(call.Sent!)!.AsArray();
        while (messages is [{ } first, ..] && (string?)first["role"] == "system")
            messages.RemoveAt(0);
        messages.Insert(0, new JsonObject { ["role"] = "system", ["content"] = Candidate });
        return CanonicalJson.Of(JsonSerializer.SerializeToElement(messages));
    }
}
