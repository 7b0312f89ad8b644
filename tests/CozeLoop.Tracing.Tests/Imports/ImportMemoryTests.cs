using System.Text;
using System.Text.Json;
using CozeLoop.Testing.Stores;
using CozeLoop.Tracing.Imports;
using CozeLoop.Tracing.Tests.Ingest;
using Microsoft.Extensions.Options;
using Xunit;

namespace CozeLoop.Tracing.Tests.Imports;

/// <summary>
/// What an import takes follows from the longest conversation or trace of its file. Counted in bytes: allocated, and sent at once.
/// </summary>
public sealed class ImportMemoryTests : IAsyncLifetime
{
    private const int Message = 16 << 20; // bytes of the largest message to the queue that an import may make

    private readonly TestStores stores = new();
    private readonly BrokerFake broker = new();
    private TracingDatabase database = null!;

    public async ValueTask InitializeAsync() => database = await stores.OpenAsync(c => new TracingDatabase(c));

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await stores.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_of_8000_short_messages_is_refused_in_words_and_cheaply()
    {
        string file = Conversation(8_000, "What now? ok");
        long before = GC.GetTotalAllocatedBytes();
        var refused = Assert.IsType<ImportOutcome.Unusable>(await ImportAsync(file));
        Assert.Contains("its 8000 messages would become", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("Split the conversation", refused.Reason, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100 << 20);
        Assert.Empty(broker.Published);
    }

    [Fact]
    public async Task An_ordinary_long_conversation_is_imported_whole_a_few_calls_at_a_time()
    {
        var done = Assert.IsType<ImportOutcome.Done>(await ImportAsync(Conversation(400, new string('x', 2_000))));
        Assert.Equal((200, 400), (done.Result.Traces, done.Result.Spans));
        Assert.Empty(done.Result.Warnings);
        Assert.InRange(broker.Published.Max(m => m.Body.Length), 1, Message);
        Assert.InRange(broker.Published.Sum(m => (long)m.Body.Length), 64 << 20, 256 << 20);
    }

    [Fact]
    public async Task A_file_that_would_become_too_much_as_a_whole_keeps_what_fits()
    {
        string file = string.Join('\n', Enumerable.Range(0, 4).Select(i => Conversation(100, new string((char)('a' + i), 1_000))));
        var done = Assert.IsType<ImportOutcome.Done>(await ImportAsync(file, new ImportOptions { MaxImportBytes = 6 << 20 }));
        Assert.Equal(100, done.Result.Traces);
        Assert.Equal(2, done.Result.Warnings.Count);
        Assert.All(done.Result.Warnings, w => Assert.Contains("more than 6 MiB", w, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_without_an_end_is_never_held_whole()
    {
        var options = new ImportOptions { MaxItemBytes = 1 << 20 };
        string file = "{\"messages\":[" + new string(' ', 8 << 20) + "\n" + Conversation(2, "after it");
        var done = Assert.IsType<ImportOutcome.Done>(await ImportAsync(file, options));
        Assert.Equal(["Line 1 was left out: it is longer than 1 MiB."], done.Result.Warnings);
        Assert.Equal(2, done.Result.Spans);
    }

    [Fact]
    public async Task Only_a_line_feed_ends_a_line()
    {
        var done = Assert.IsType<ImportOutcome.Done>(await ImportAsync("\uFEFF" + Conversation(2, "one\u2028two\u0085three") + "\r\n"));
        Assert.Equal((2, 0), (done.Result.Spans, done.Result.Warnings.Count));
    }

    [Fact]
    public async Task A_list_of_exports_is_read_trace_by_trace_and_one_that_is_too_long_ends_it()
    {
        string Export(int n, string input) =>
            JsonSerializer.Serialize(
                new
                {
                    trace = new
                    {
                        id = $"t{n}",
                        timestamp = "2025-01-01T00:00:00Z",
                        name = "alone",
                        input,
                    },
                }
            );
        var options = new ImportOptions { MaxItemBytes = 1 << 20 };
        string four = $" [ {Export(1, "a")} , {Export(2, "b")}, {{}}, {Export(4, "d")} ] ";
        var done = Assert.IsType<ImportOutcome.Done>(await LangfuseAsync(four, options)).Result;
        Assert.Equal(3, done.Traces);
        Assert.Equal(["Trace 3 was left out: it is no Langfuse export, because it has no object 'trace'."], done.Warnings);
        string long2 = $"[{Export(1, "a")},{Export(2, new string('x', 3 << 20))},{Export(3, "c")}]";
        var cut = Assert.IsType<ImportOutcome.Done>(await LangfuseAsync(long2, options)).Result;
        Assert.Equal(1, cut.Traces);
        Assert.Equal(["Trace 2 was left out: it is longer than 1 MiB; what follows was not read."], cut.Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[{}")]
    [InlineData("[{},]")]
    [InlineData("[{} {}]")]
    [InlineData("{} {}")]
    [InlineData("{\"trace\":")]
    public async Task What_is_no_JSON_is_said_to_be_none(string json) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => LangfuseAsync(json, new ImportOptions()));

    [Fact]
    public async Task Nesting_is_bounded() =>
        await Assert.ThrowsAnyAsync<JsonException>(() => LangfuseAsync(new string('[', 100_000), new ImportOptions()));

    private static string Conversation(int messages, string text) =>
        JsonSerializer.Serialize(
            new { messages = Enumerable.Range(0, messages).Select(i => new { role = i % 2 == 0 ? "user" : "assistant", content = text }) }
        );

    private Task<ImportOutcome> ImportAsync(string file, ImportOptions? options = null) =>
        new ConversationImporter(
            ConversationFiles.With(options),
            new ImportPlaces(database),
            new ImportWriter(Captures.Receiver(broker), broker),
            stores.Time
        ).ImportAsync(7, ConversationFiles.Of(file), null, null, false, TestContext.Current.CancellationToken);

    private Task<ImportOutcome> LangfuseAsync(string json, ImportOptions options) =>
        new LangfuseImporter(new ImportWriter(Captures.Receiver(broker), broker), Options.Create(options)).ImportAsync(
            7,
            new MemoryStream(Encoding.UTF8.GetBytes(json)),
            TestContext.Current.CancellationToken
        );
}
