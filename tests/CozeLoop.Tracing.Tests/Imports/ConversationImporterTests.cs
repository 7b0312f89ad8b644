using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Testing.Stores;
using CozeLoop.Tracing.Imports;
using CozeLoop.Tracing.Tests.Ingest;
using Xunit;

namespace CozeLoop.Tracing.Tests.Imports;

/// <summary>Importing over the real database of places.</summary>
public sealed class ConversationImporterTests : IAsyncLifetime
{
    private const string Two = """
        {"conversation_id":"c1","task_id":0,"success":1.0,"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}
        {"conversation_id":"c2","task_id":1,"success":0.25,"messages":[{"role":"user","content":"c"}]}
        """;

    private readonly TestStores stores = new();
    private readonly BrokerFake broker = new();
    private TracingDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await stores.OpenAsync(c => new TracingDatabase(c));

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await stores.DisposeAsync();
    }

    private Task<ImportOutcome> ImportAsync(string file, string? tools = null, long workspace = 7) =>
        new ConversationImporter(
            ConversationFiles.With(),
            new ImportPlaces(database),
            new ImportWriter(Captures.Receiver(broker), broker),
            stores.Time
        ).ImportAsync(workspace, ConversationFiles.Of(file), tools, null, false, TestContext.Current.CancellationToken);

    private async Task<ImportResult> DoneAsync(string file) => Assert.IsType<ImportOutcome.Done>(await ImportAsync(file)).Result;

    private List<Score> Scores() =>
        [
            .. broker
                .Published.Where(m => m.Topic == Topics.Scores)
                .SelectMany(m => JsonSerializer.Deserialize<ScoresRecorded>(m.Body.Span, Contracts.Json.Compact)!.Scores),
        ];

    [Fact]
    public async Task An_import_tells_what_it_wrote_and_where()
    {
        var result = await DoneAsync(Two);
        Assert.Equal((2, 3, 2, 2), (result.Traces, result.Spans, result.Sessions, result.Scores));
        var now = stores.Time.GetUtcNow();
        Assert.InRange(result.From, now.AddSeconds(-1), now);
        Assert.InRange(result.To, result.From, now.AddMilliseconds(1));
        Assert.All(broker.Spans, s => Assert.InRange(s.StartUnixNano, result.From.ToUnixNano(), result.To.ToUnixNano() - 1));
    }

    [Fact]
    public async Task The_same_file_a_day_later_replaces_and_does_not_double()
    {
        await DoneAsync(Two);
        var first = broker.Spans.Select(s => (s.StartUnixNano, s.TraceId, s.SpanId)).ToHashSet();
        var firstScores = Scores().Select(s => (s.Id, s.Time)).ToHashSet();
        broker.Published.Clear();
        stores.Time.Advance(TimeSpan.FromDays(1));
        await DoneAsync("\n" + Two + "\n{\"messages\":[{\"role\":\"user\",\"content\":\"new\"}]}");
        Assert.Equal(3, first.Count);
        Assert.Equal(3, broker.Spans.Count(s => first.Contains((s.StartUnixNano, s.TraceId, s.SpanId))));
        Assert.Equal("new", Assert.Single(broker.Spans, s => !first.Contains((s.StartUnixNano, s.TraceId, s.SpanId))).Input);
        Assert.Equal(firstScores, Scores().Select(s => (s.Id, s.Time)).ToHashSet());
    }

    [Fact]
    public async Task Success_becomes_a_score_of_the_session()
    {
        await DoneAsync(Two);
        var scores = Scores();
        Assert.Equal(
            [("success", 1.0, "boolean", "c1", "import"), ("success", 0.25, "numeric", "c2", "import")],
            scores.Select(s => (s.Name, s.Value!.Value, s.DataType, s.SessionId!, s.Source))
        );
        Assert.All(scores, s => Assert.Null(s.TraceId));
    }

    [Fact]
    public async Task Workspaces_do_not_share_places_or_ids()
    {
        await ImportAsync(Two);
        await ImportAsync(Two, workspace: 8);
        Assert.Equal(4, broker.Spans.Select(s => s.TraceId).Distinct().Count());
    }

    [Theory]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}", "no tools")]
    public async Task What_holds_nothing_is_refused_before_anything_is_written(string file, string? tools)
    {
        Assert.IsType<ImportOutcome.Unusable>(await ImportAsync(file, tools));
        Assert.Empty(broker.Published);
    }

    [Fact]
    public async Task A_full_queue_leaves_the_import_to_be_sent_again()
    {
        broker.Full = true;
        Assert.IsType<ImportOutcome.Busy>(await ImportAsync(Two));
        broker.Full = false;
        await DoneAsync(Two);
        Assert.Equal(3, broker.Spans.Count);
    }
}
