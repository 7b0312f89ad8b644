using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Scores;
using CozeLoop.Tracing.Search;
using CozeLoop.Tracing.Spans;
using Xunit;

namespace CozeLoop.Tracing.Tests.Spans;

public class SpanWriterTests(TraceStore store)
{
    [Theory]
    [InlineData("openinference-openai.jsonl")]
    [InlineData("openllmetry.jsonl")]
    [InlineData("opentelemetry-openai.jsonl")]
    [InlineData("langfuse-python-3.jsonl")]
    public async Task Recorded_requests_delivered_twice_are_stored_once_and_read_as_conversations(string file)
    {
        string? path = SharedFolder.Find("data/captures/" + file);
        Assert.SkipWhen(path is null, "The shared data folder is not beside the repository.");
        long workspace = store.NextWorkspace();
        var messages = await MessagesAsync(path!, workspace);
        var writer = store.Writer;

        await writer.HandleAsync(messages, default);
        await writer.HandleAsync([.. messages.Reverse()], default);

        var scope = new SearchScope(workspace, new TimeRange(0, TimeRange.EndOfTime), null);
        var traces = (await store.List.ReadAsync(scope, 500, null, default)).Items;
        Assert.NotEmpty(traces);
        int sent = messages.Sum(m => SpanDecoder.Decode(SpanBatch.Decode(m.Body)).Count);
        Assert.Equal(sent, traces.Sum(t => t.SpanCount));
        var details = await store.Traces.ReadAsync(workspace, [.. traces.Select(t => t.TraceId)], full: true, default);
        Assert.Equal(sent, details.Sum(d => d.Spans.Count));
        var calls = details.SelectMany(d => d.Spans).Where(s => s.Kind == "model").ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, c => Assert.NotEmpty(c.Messages));
    }

    [Fact]
    public async Task A_body_that_is_no_batch_is_refused() =>
        await Assert.ThrowsAsync<FormatException>(() => store.Writer.HandleAsync([Message("nonsense"u8.ToArray())], default));

    [Fact]
    public async Task Scores_from_the_broker_are_stored_in_their_workspace()
    {
        long workspace = store.NextWorkspace();
        var score = new Score("1", "resolved", 0.25, null)
        {
            TraceId = "t",
            SpanId = "s",
            SessionId = "c",
            Comment = "说明",
            Source = "judge",
            Environment = "replay",
            EvaluatorKey = "judge",
            EvaluatorVersion = 3,
            Time = Times.OfUnixNano(TraceStore.Midnight),
        };
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new ScoresRecorded(workspace, [score]), Json.Compact);
        await new ScoreWriter(store.Store).HandleAsync([Message(body), Message(body)], default);
        Assert.Equal(score, await store.Scores.FindAsync(workspace, "1", default));
        Assert.Null(await store.Scores.FindAsync(workspace + 1_000_000, "1", default));
    }

    private static async Task<IReadOnlyList<ReceivedMessage>> MessagesAsync(string path, long workspace)
    {
        var messages = new List<ReceivedMessage>();
        await foreach (string line in File.ReadLinesAsync(path))
        {
            using var request = JsonDocument.Parse(line);
            if (
                !request.RootElement.TryGetProperty("base64", out var body)
                || request.RootElement.GetProperty("path").GetString()!.EndsWith("/traces", StringComparison.Ordinal) is false
            )
                continue;
            messages.Add(Message(new SpanBatch(workspace, TraceStore.Midnight, "otlp", body.GetBytesFromBase64()).Encode()));
        }
        return messages;
    }

    private static ReceivedMessage Message(byte[] body) => new(Guid.NewGuid().ToString(), Topics.Spans, SpanWriter.Group, body, 1, "");
}
