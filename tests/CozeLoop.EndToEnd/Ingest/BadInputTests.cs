using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Clients;
using CozeLoop.Testing;
using Xunit;

namespace CozeLoop.EndToEnd.Ingest;

/// <summary>What no client should send, over the real server of the real process: refused in OTLP's own form, and the process goes
/// on.</summary>
public sealed class BadInputTests(BadInputTests.OneProduct one) : IClassFixture<BadInputTests.OneProduct>
{
    private const long InvalidArgument = 3,
        PermissionDenied = 7,
        ResourceExhausted = 8,
        Unauthenticated = 16;

    public sealed class OneProduct : IAsyncLifetime
    {
        public RunningProduct Product { get; private set; } = null!;
        public HttpClient Client { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Product = await RunningProduct.StartAsync();
            Client = Product.CreateClient();
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Product.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_good_spans_of_a_bad_protobuf_request_are_stored_and_the_others_counted()
    {
        var reply = await OtlpReply.PostAsync(one.Client, BadSpans.Protobuf(), OtlpReply.Protobuf);
        Assert.Equal((HttpStatusCode.OK, OtlpReply.Protobuf), (reply.Status, reply.Type));
        var (rejected, reasons) = reply.AsPartialSuccess();
        Assert.Equal(BadSpans.Bad, rejected);
        foreach (
            string reason in new[]
            {
                "nested too deeply",
                "'session.id' has more than 1024 bytes",
                "ends 1 ns before it starts",
                "not valid UTF-8",
                "the trace id has 10000 bytes",
            }
        )
            Assert.Contains(reason, reasons, StringComparison.Ordinal);
        await StoredAsync();
    }

    [Fact]
    public async Task The_good_spans_of_a_bad_json_request_are_stored_and_the_others_counted()
    {
        var reply = await OtlpReply.PostAsync(one.Client, Encoding.UTF8.GetBytes(BadSpans.Json()), OtlpReply.Json);
        Assert.Equal((HttpStatusCode.OK, OtlpReply.Json), (reply.Status, reply.Type));
        using var body = JsonDocument.Parse(reply.Body);
        Assert.Equal($"{BadSpans.Bad}", body.RootElement.GetProperty("partialSuccess").GetProperty("rejectedSpans").GetString());
        await StoredAsync();
    }

    [Theory]
    [InlineData(OtlpReply.Protobuf)]
    [InlineData(OtlpReply.Json)]
    public async Task A_body_of_100_MB_is_refused(string type)
    {
        var reply = await OtlpReply.PostAsync(one.Client, new byte[100_000_000], type);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, type, ResourceExhausted), (reply.Status, reply.Type, reply.AsStatus().Code));
        await GoesOnAsync();
    }

    [Fact]
    public async Task A_gzip_bomb_is_refused_by_what_it_unpacks_to()
    {
        var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 2_000; i++)
                await gzip.WriteAsync(zeros);
        }
        var reply = await OtlpReply.PostAsync(one.Client, bomb.ToArray(), OtlpReply.Protobuf, "gzip");
        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, OtlpReply.Protobuf, ResourceExhausted),
            (reply.Status, reply.Type, reply.AsStatus().Code)
        );
        await GoesOnAsync();
    }

    [Theory]
    [InlineData(OtlpReply.Protobuf, null)]
    [InlineData(OtlpReply.Json, null)]
    [InlineData(OtlpReply.Protobuf, "gzip")]
    public async Task Noise_is_refused(string type, string? encoding)
    {
        byte[] noise = new byte[10_000];
        new Random(7).NextBytes(noise);
        var reply = await OtlpReply.PostAsync(one.Client, noise, type, encoding);
        Assert.Equal((HttpStatusCode.BadRequest, type, InvalidArgument), (reply.Status, reply.Type, reply.AsStatus().Code));
    }

    [Theory]
    [InlineData(OtlpReply.Protobuf)]
    [InlineData(OtlpReply.Json)]
    public async Task A_caller_without_a_key_or_with_a_wrong_one_is_told_so_in_the_requests_encoding(string type)
    {
        using var nobody = TestHttp.Create(one.Product.Address);
        foreach (string? key in new[] { null, "sk-of-nobody" })
        {
            nobody.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
            var reply = await OtlpReply.PostAsync(nobody, [], type);
            Assert.Equal((HttpStatusCode.Unauthorized, type, Unauthenticated), (reply.Status, reply.Type, reply.AsStatus().Code));
            Assert.Contains("API key", reply.AsStatus().Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(OtlpReply.Protobuf)]
    [InlineData(OtlpReply.Json)]
    public async Task A_key_that_may_only_read_is_told_so_in_the_requests_encoding(string type)
    {
        var owner = new WorkspacesClient(await OwnerSession.OfAsync(one.Client.BaseAddress!));
        var created = await owner.CreateKeyAsync(new CreateApiKey("reader", [Scopes.Read], null), TestContext.Current.CancellationToken);
        using var reader = TestHttp.Create(one.Product.Address);
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", created.SecretKey);
        var reply = await OtlpReply.PostAsync(reader, [], type);
        Assert.Equal((HttpStatusCode.Forbidden, type, PermissionDenied), (reply.Status, reply.Type, reply.AsStatus().Code));
    }

    private async Task StoredAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        await Queues.DrainedAsync(one.Client, ct);
        var trace = await new TracingClient(one.Client).FindTraceAsync(BadSpans.Trace, ct);
        Assert.Equal(["span 1", "span 7"], trace!.Spans.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Equal(BadSpans.Good, trace.Spans.Count);
    }

    private async Task GoesOnAsync()
    {
        using var ready = await one.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }
}
