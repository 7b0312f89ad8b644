using System.Net;
using System.Text;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using CozeLoop.Tracing.Tests.Ingest;
using Xunit;

namespace CozeLoop.Tracing.Tests.Imports;

public sealed class ImportsEndpointTests : IAsyncLifetime
{
    private const string Export =
        """{"trace":{"id":"t1","timestamp":"2025-01-01T00:00:00Z","name":"alone","input":"hi","sessionId":"s1","scores":"""
        + """[{"id":"s","name":"good","value":1,"dataType":"BOOLEAN"}]}}""";
    private IngestHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await IngestHost.StartAsync();
        host.Client.DefaultRequestHeaders.Remove("X-Test-Scopes");
        host.Client.DefaultRequestHeaders.Add("X-Test-Scopes", "write");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private Task<Contracts.Api.ImportResult> ImportAsync(string json) =>
        new TracingClient(host.Client).ImportLangfuseAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(json)),
            TestContext.Current.CancellationToken
        );

    [Fact]
    public async Task The_typed_client_imports_a_trace_and_learns_where_it_is()
    {
        var result = await ImportAsync(Export);
        Assert.Equal((1, 1, 1, 1), (result.Traces, result.Spans, result.Sessions, result.Scores));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), result.From);
        var span = Assert.Single(host.Broker.Spans);
        Assert.Equal(("alone", "t1", "hi", "s1", "import"), (span.Name, span.TraceId, span.Input, span.SessionId, span.Source));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "invalid_json")]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity, "nothing_to_import")]
    public async Task What_cannot_be_imported_is_a_problem_with_a_code(string json, HttpStatusCode status, string code)
    {
        var e = await Assert.ThrowsAsync<ApiException>(() => ImportAsync(json));
        Assert.Equal(((int)status, code), (e.Status, e.Code));
    }

    [Fact]
    public async Task What_was_refused_is_not_counted()
    {
        string mixed = $"[{Export},{Export.Replace("t1", "t2").Replace("s1", "s2").Replace("2025", "1999")}]";
        var result = await ImportAsync(mixed);
        Assert.Equal((1, 1, 1, 1), (result.Traces, result.Spans, result.Sessions, result.Scores));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), result.From);
        Assert.Contains("1 span was left out: ", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal("t1", Assert.Single(host.Broker.Spans).TraceId);
    }

    [Fact]
    public async Task An_import_of_which_everything_was_refused_is_refused_with_the_reason_and_scores_nothing()
    {
        var e = await Assert.ThrowsAsync<ApiException>(() => ImportAsync(Export.Replace("2025", "1999")));
        Assert.Equal((422, "nothing_to_import"), (e.Status, e.Code));
        Assert.Contains("before 2000", e.Message, StringComparison.Ordinal);
        Assert.Empty(host.Broker.Published);
    }

    [Fact]
    public async Task A_conversation_that_was_refused_is_neither_counted_nor_scored()
    {
        string refused = Line.Replace("c1", new string('c', 2_000));
        var file = new MemoryStream(Encoding.UTF8.GetBytes(refused + "\n" + Line));
        var result = await new TracingClient(host.Client).ImportConversationsAsync(file, ct: TestContext.Current.CancellationToken);
        Assert.Equal((1, 2, 1, 1), (result.Traces, result.Spans, result.Sessions, result.Scores));
        Assert.Contains("2 spans were left out: ", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_queue_is_503()
    {
        host.Broker.Full = true;
        var e = await Assert.ThrowsAsync<ApiException>(() => ImportAsync(Export));
        Assert.Equal((503, "queue_full"), (e.Status, e.Code));
    }

    /// <summary>Two bodies that never end held both turns, and nobody else's import ran.</summary>
    [Fact]
    public async Task Slow_uploads_keep_no_import_from_running_and_one_key_has_four()
    {
        var ct = TestContext.Current.CancellationToken;
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var slow = new List<(SlowBody Body, Task<HttpResponseMessage> Answer)>();
        for (int i = 0; i < 3; i++)
        {
            var body = new SlowBody();
            slow.Add((body, host.Client.PostAsync("/api/v1/imports/langfuse", body, leave.Token)));
            await body.Begun.Task.WaitAsync(ct);
        }
        Assert.Equal(1, (await ImportAsync(Export)).Traces);

        var fourth = new SlowBody();
        slow.Add((fourth, host.Client.PostAsync("/api/v1/imports/langfuse", fourth, leave.Token)));
        await fourth.Begun.Task.WaitAsync(ct);
        ApiException? refused = null;
        // The server may see a body's beginning a moment after it was sent.
        await Eventually.Async(async () => (refused = await Record.ExceptionAsync(() => ImportAsync(Export)) as ApiException) is not null);
        Assert.Equal((429, "too_many_connections"), (refused!.Status, refused.Code));

        await leave.CancelAsync();
        foreach (var (_, answer) in slow)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    private sealed class SlowBody : HttpContent
    {
        private static readonly byte[] Spaces = [.. Enumerable.Repeat((byte)' ', 1024)];

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("{"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            Begun.SetResult();
            // Slow, and not silent: who sends nothing for some seconds is sent away by the server.
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await stream.WriteAsync(Spaces, cancellationToken);
                await stream.FlushAsync(cancellationToken);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    private const string Line =
        """{"conversation_id":"c1","success":1,"messages":[{"role":"user","content":"Grüß Gott"},{"role":"assistant","content":"ok"}]}""";

    [Fact]
    public async Task The_typed_client_imports_conversations_with_tools_a_name_and_the_sample_mark()
    {
        const string Tools = """[{"type":"function","function":{"name":"look_up","parameters":{"type":"object"}}}]""";
        var result = await new TracingClient(host.Client).ImportConversationsAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(Line + "\nno conversation")),
            Tools,
            "shop",
            sample: true,
            TestContext.Current.CancellationToken
        );
        Assert.Equal((1, 2, 1, 1), (result.Traces, result.Spans, result.Sessions, result.Scores));
        Assert.Equal(["Line 2 was left out: it is not a JSON object."], result.Warnings);
        var spans = host.Broker.Spans;
        Assert.All(spans, s => Assert.True(s.Sample));
        Assert.Equal(("shop", "Grüß Gott", "ok"), (spans[0].Name, spans[0].Input, spans[0].Output));
        Assert.Equal("look_up", Assert.Single(spans[1].Chat().Tools).Name);
    }

    [Fact]
    public async Task Conversations_without_a_file_or_a_form_are_problems()
    {
        using var form = new MultipartFormDataContent { { new StringContent("x"), "name" } };
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await host.Client.PostAsync("/api/v1/imports/conversations", form, TestContext.Current.CancellationToken)).StatusCode
        );
        using var text = new StringContent(Line);
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            (await host.Client.PostAsync("/api/v1/imports/conversations", text, TestContext.Current.CancellationToken)).StatusCode
        );
        using var broken = new StringContent("--b\r\nno end");
        broken.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await host.Client.PostAsync("/api/v1/imports/conversations", broken, TestContext.Current.CancellationToken)).StatusCode
        );
    }
}
