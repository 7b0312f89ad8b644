using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Contracts.Otlp;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Blobs;
using CozeLoop.Platform.Messaging;
using CozeLoop.Testing.Stores;
using CozeLoop.Tracing.LongFields;
using CozeLoop.Tracing.Selection;
using CozeLoop.Tracing.Spans;
using CozeLoop.Tracing.Traces;
using Xunit;
using static CozeLoop.Tracing.Tests.TraceStore;

namespace CozeLoop.Tracing.Tests.LongFields;

/// <summary>Texts over 256 KiB on their way through the writer, a folder of blobs, and every reader.</summary>
public sealed class LongFieldTests(TraceStore store)
{
    private const int Limit = 256 << 10;

    // Of several bytes a character, with a pair of surrogates over the place where the preview ends.
    private static readonly string Question =
        new string('a', 4095) + "🙂" + string.Concat(Enumerable.Repeat("退款 \"quoted\"\n", 300_000)) + " end";
    private static readonly string Messages = JsonSerializer.Serialize(
        new[] { new { role = "system", content = "Be kind." }, new { role = "user", content = Question } }
    );

    private readonly long workspace = store.NextWorkspace();

    [Fact]
    public async Task A_long_input_is_read_whole_and_its_row_holds_the_beginning()
    {
        await store.Writer.HandleAsync(
            [
                Message(
                    Span("1", ("gen_ai.input.messages", Messages), ("gen_ai.output.messages", """[{"role":"assistant","content":"ok"}]"""))
                ),
            ],
            default
        );

        var span = Assert.Single(await SpansAsync("1"));
        Assert.Equal(Question, span.Messages[^1].Content);
        Assert.Empty(span.Incomplete);
        // Once is enough: what became messages is not told twice more.
        Assert.Equal(["attributes/gen_ai.input.messages", "input"], span.Shortened);
        Assert.StartsWith(span.Input!, Messages, StringComparison.Ordinal);
        Assert.Equal(span.Input, span.Attributes["gen_ai.input.messages"]);
        Assert.Equal(Question, (await FindAsync(ContentBudget.MaxBytes))!.Messages[^1].Content);
        Assert.Equal(Messages, await TextAsync("input"));
        Assert.Equal(Messages, await TextAsync("attributes/gen_ai.input.messages"));
        Assert.Null(await TextAsync("attributes/unknown"));
        var row = Assert.Single(
            await store.Store.QueryAsync<Row>(
                $"SELECT length(input) AS bytes, toString(long_fields) AS fields FROM spans WHERE workspace_id = {workspace}"
            )
        );
        Assert.InRange(row.Bytes, 4000, 4096 * 3);
        Assert.Matches("^\\{'input':'keep/spans/[0-9]+/[0-9a-f]{64}/[0-9a-f]{64}'\\}$", row.Fields);
    }

    [Fact]
    public async Task What_does_not_fit_into_an_answer_comes_with_its_beginning_and_is_named()
    {
        await store.Writer.HandleAsync([Message(Span("1", ("note", Messages), ("cozeloop.input", "short")))], default);
        var span = (await FindAsync(1_000_000))!;
        Assert.Equal("short", span.Input);
        Assert.Equal(["attributes/note"], span.Shortened);
        Assert.Empty(span.Incomplete);
        Assert.InRange(span.Attributes["note"].Length, 4_000, 4_096);
        Assert.Equal(Messages, await TextAsync("attributes/note"));
    }

    /// <summary>
    /// A blob that did not fit was read anyway, and thrown away: a trace of thousands of them was hours of reading.
    /// </summary>
    [Fact]
    public async Task What_does_not_fit_into_an_answer_is_not_read()
    {
        await store.Writer.HandleAsync([Message(Span("1", ("note", Messages), ("cozeloop.input", "short")))], default);
        var blobs = new Failing(store.Blobs);
        var spans = new SpanReader(store.Shared, new LongFieldReader(blobs), store.Scores);
        var cut = await spans.FindAsync(workspace, TraceId("1"), SpanId, new ContentBudget(1_000_000), default);
        Assert.Equal((1, 0), (cut!.Shortened.Count, blobs.Opened));
        await spans.FindAsync(workspace, TraceId("1"), SpanId, new ContentBudget(ContentBudget.MaxBytes), default);
        Assert.Equal(1, blobs.Opened);
    }

    private Task<SpanDetail?> FindAsync(long budget) =>
        store.Spans.FindAsync(workspace, TraceId("1"), SpanId, new ContentBudget(budget), default);

    private async Task<string?> TextAsync(string field)
    {
        await using var text = await store.Spans.OpenTextAsync(workspace, TraceId("1"), SpanId, field, default);
        if (text is null)
            return null;
        using var reader = new StreamReader(text);
        return await reader.ReadToEndAsync();
    }

    [Fact]
    public async Task Lists_and_search_work_on_the_beginning_and_on_the_last_line()
    {
        await store.Writer.HandleAsync([Message(Span("1", ("gen_ai.input.messages", Messages)))], default);
        var listed = Assert.Single((await store.List.ReadAsync(Day(workspace), 10, null, default)).Items);
        Assert.StartsWith("aaaa", listed.Input, StringComparison.Ordinal);
        Assert.Equal([TraceId("1")], await store.TraceIdsAsync(workspace, "\"Be kind\""));
        Assert.Single((await store.Spans.ListAsync(Day(workspace), 10, null, default)).Items);
        Assert.Equal(
            listed.Input,
            Assert.Single((await store.Traces.ReadAsync(workspace, [TraceId("1")], full: false, default))[0].Spans).Input
        );
    }

    [Fact]
    public async Task Every_text_that_a_client_decides_on_may_be_long()
    {
        string text = new('x', Limit + 1);
        var span = Span("1", ("cozeloop.span.kind", "tool"), ("note", text), ("input.value", text), ("output.value", "short")) with
        {
            Status = OtlpStatus.Error,
            StatusMessage = text,
            Events = [new OtlpEvent("said", 7, new Dictionary<string, object?> { ["what"] = text })],
            Links = [],
        };
        await store.Writer.HandleAsync([Message(span)], default);
        var read = Assert.Single(await SpansAsync("1"));
        Assert.Equal((text, text, "short"), (read.StatusMessage, read.Attributes["note"], read.Output));
        Assert.Equal(text, Assert.Single(read.Messages).Content);
        Assert.Equal(text, Assert.Single(read.Events).Attributes["what"]);
    }

    [Fact]
    public async Task Only_what_is_over_the_limit_in_bytes_leaves_the_row()
    {
        await store.Writer.HandleAsync(
            [Message(Span("1", ("just", new string('x', Limit)), ("over", new string('退', Limit / 3 + 1))))],
            default
        );
        var row = Assert.Single(
            await store.Store.QueryAsync<Row>(
                $"SELECT length(attributes['just']) AS bytes, toString(mapKeys(long_fields)) "
                    + $"AS fields FROM spans WHERE workspace_id = {workspace}"
            )
        );
        Assert.Equal((Limit, "['attributes/over']"), (row.Bytes, row.Fields));
    }

    [Fact]
    public async Task A_blob_is_there_before_its_row_and_an_outage_in_between_loses_and_doubles_nothing()
    {
        var blobs = new Failing(store.Blobs) { Away = true };
        var message = Message(Span("1", ("gen_ai.input.messages", Messages)));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriterTo(blobs).HandleAsync([message], default));
        Assert.Empty(await SpansAsync("1"));

        blobs.Away = false;
        await store.WriterTo(blobs).HandleAsync([message], default);
        await store.WriterTo(blobs).HandleAsync([message, message], default);
        Assert.Equal(Question, Assert.Single(await SpansAsync("1")).Messages[^1].Content);
        Assert.Single(blobs.Put.Distinct());
    }

    [Fact]
    public async Task A_trace_cannot_be_opened_while_the_store_is_away_but_its_previews_can()
    {
        await store.Writer.HandleAsync([Message(Span("1", ("gen_ai.input.messages", Messages)))], default);
        var traces = new TraceReader(store.Shared, new LongFieldReader(new Failing(store.Blobs) { Away = true }), store.Scores);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => traces.ReadAsync(workspace, [TraceId("1")], full: true, default));
        Assert.Single(Assert.Single(await traces.ReadAsync(workspace, [TraceId("1")], full: false, default)).Spans);
    }

    [Fact]
    public async Task A_replay_gets_the_whole_text_and_is_told_where_it_has_expired()
    {
        var options = new LongFieldOptions { Retention = "30d" };
        await store.WriterTo(store.Blobs, options).HandleAsync([Message(Span("1", ("gen_ai.input.messages", Messages)))], default);
        var selector = new SpanSelector(store.Shared, store.Traces, store.Sessions);
        var calls = new SelectionScope(Day(workspace), false);
        Assert.Equal(Question, Assert.Single((await selector.SelectAsync(calls, 10, 7, false, default)).Spans).Messages[^1].Content);
        Assert.Equal(Question, Assert.Single((await selector.SelectAsync(calls, 10, 7, true, default)).Spans).Messages[^1].Content);

        await store.Blobs.DeleteFolderAsync($"30d/spans/{workspace}");
        var expired = Assert.Single((await selector.SelectAsync(calls, 10, 7, false, default)).Spans);
        Assert.Equal(["input"], expired.Incomplete);
    }

    [Fact]
    public async Task A_removed_trace_takes_its_blobs_and_no_others()
    {
        await using var stores = new TestStores();
        await store.Writer.HandleAsync([Message(Span("1", ("note", Messages)), Span("2", ("note", Messages)))], default);
        string[] keys =
        [
            .. (
                await store.Store.QueryAsync<Row>(
                    $"SELECT toInt64(0) AS bytes, long_fields['attributes/note'] AS fields FROM "
                        + $"spans WHERE workspace_id = {workspace} ORDER BY trace_id"
                )
            ).Select(r => r.Fields),
        ];
        var remover = new TraceRemoval(
            store.Shared,
            store.Removals,
            store.LongFieldRemoval,
            new AuditTrail(stores.Broker, TimeProvider.System)
        );
        Assert.True(await remover.RemoveAsync(new Caller(workspace, "user:5", []), TraceId("1"), default));
        Assert.False(await store.Blobs.ExistsAsync(keys[0]));
        Assert.True(await store.Blobs.ExistsAsync(keys[1]));
        Assert.Equal(Messages, Assert.Single(await SpansAsync("2")).Attributes["note"]);
    }

    [Theory]
    [InlineData("keep", true)]
    [InlineData("365d", true)]
    [InlineData("forever", false)]
    public void A_retention_class_that_does_not_exist_is_refused(string retention, bool known) =>
        Assert.Equal(
            known,
            !new LongFieldOptions { Retention = retention }
                .Validate(new(new object()))
                .Any()
        );

    private const string SpanId = "00000000000000aa";

    private static string TraceId(string digit) => digit.PadLeft(32, '0');

    private static OtlpSpan Span(string digit, params (string Key, string Value)[] attributes) =>
        new(TraceId(digit), SpanId, null, "chat", Midnight, Midnight + Second)
        {
            Attributes = attributes.Append(("gen_ai.operation.name", "chat")).ToDictionary(a => a.Item1, a => (object?)a.Item2),
        };

    private ReceivedMessage Message(params OtlpSpan[] spans)
    {
        var writer = new OtlpSpanWriter(new Dictionary<string, object?>(), "test");
        foreach (var span in spans)
            writer.Add(span);
        return new ReceivedMessage(
            Ids.New(TimeProvider.System),
            Topics.Spans,
            SpanWriter.Group,
            new SpanBatch(workspace, Midnight, "otlp", writer.ToArray()).Encode(),
            1,
            ""
        );
    }

    private async Task<IReadOnlyList<SpanDetail>> SpansAsync(string digit) =>
        [.. (await store.Traces.ReadAsync(workspace, [TraceId(digit)], full: true, default)).SelectMany(t => t.Spans)];

    private sealed record Row(long Bytes, string Fields);

    /// <summary>A store that can be away, and remembers what it was given.</summary>
    private sealed class Failing(IBlobStore inner) : IBlobStore
    {
        public bool Away { get; set; }
        public List<string> Put { get; } = [];
        public int Opened { get; private set; }

        public Task PutAsync(string key, Stream content, CancellationToken ct = default)
        {
            Check();
            lock (Put)
                Put.Add(key);
            return inner.PutAsync(key, content, ct);
        }

        public Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken ct = default)
        {
            Check();
            Opened++;
            return inner.OpenAsync(key, offset, length, ct);
        }

        public Task<long?> LengthAsync(string key, CancellationToken ct = default) => inner.LengthAsync(key, ct);

        public Task<bool> ExistsAsync(string key, CancellationToken ct = default) => inner.ExistsAsync(key, ct);

        public Task DeleteAsync(string key, CancellationToken ct = default) => inner.DeleteAsync(key, ct);

        public Task DeleteFolderAsync(string folder, CancellationToken ct = default) => inner.DeleteFolderAsync(folder, ct);

        private void Check()
        {
            if (Away)
                throw new StoreUnavailableException("The blob store");
        }
    }
}
