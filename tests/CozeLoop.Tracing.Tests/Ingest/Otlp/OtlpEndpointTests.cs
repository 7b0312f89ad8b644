using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CozeLoop.Tracing.Ingest.Otlp;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest.Otlp;

/// <summary>OTLP over HTTP on a real server: status, encoding and form of every answer.</summary>
public sealed class OtlpEndpointTests : IAsyncLifetime
{
    private const string Protobuf = "application/x-protobuf",
        Json = "application/json";
    private static readonly byte[] Good = Requests.Of(Requests.Span(1));
    private IngestHost host = null!;

    public async ValueTask InitializeAsync() => host = await IngestHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private async Task<(HttpStatusCode Status, string? Type, byte[] Body, HttpResponseHeaders Headers)> PostAsync(
        byte[] body,
        string type,
        string? encoding = null,
        string path = "/v1/traces"
    )
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        using var response = await host.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        return (
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            response.Headers
        );
    }

    private static (ulong Code, string Message) Status(byte[] protobuf)
    {
        var reader = new ProtobufReader(protobuf);
        ulong code = 0;
        string message = "";
        while (reader.Next())
        {
            if (reader.Field == 1)
                code = reader.Number;
            else if (reader.Field == 2)
                message = Encoding.UTF8.GetString(reader.Bytes);
        }
        Assert.False(reader.Failed);
        return (code, message);
    }

    private static byte[] Compress(byte[] body, Func<Stream, Stream> open)
    {
        var buffer = new MemoryStream();
        using (var stream = open(buffer))
            stream.Write(body);
        return buffer.ToArray();
    }

    private static byte[] Gzip(byte[] body) => Compress(body, s => new GZipStream(s, CompressionLevel.Fastest));

    [Theory]
    [InlineData("/v1/traces")]
    [InlineData("/api/public/otel/v1/traces")]
    [InlineData("/v1/loop/opentelemetry/v1/traces")]
    public async Task Every_path_takes_a_request_and_answers_in_protobuf(string path)
    {
        var answer = await PostAsync(Good, Protobuf, path: path);
        Assert.Equal((HttpStatusCode.OK, Protobuf, 0), (answer.Status, answer.Type, answer.Body.Length));
        Assert.Equal(7, Assert.Single(host.Broker.Spans).WorkspaceId);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("identity")]
    public async Task Compressed_bodies_are_read(string encoding)
    {
        byte[] body = encoding switch
        {
            "gzip" => Gzip(Good),
            "deflate" => Compress(Good, s => new ZLibStream(s, CompressionLevel.Fastest)),
            _ => Good,
        };
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(body, Protobuf, encoding)).Status);
        Assert.Equal("span 1", Assert.Single(host.Broker.Spans).Name);
    }

    [Fact]
    public async Task Json_is_answered_in_json()
    {
        var answer = await PostAsync(Encoding.UTF8.GetBytes(Requests.Json(Requests.JsonSpan(1))), "application/json; charset=utf-8");
        Assert.Equal((HttpStatusCode.OK, Json, "{}"), (answer.Status, answer.Type, Encoding.UTF8.GetString(answer.Body)));
    }

    [Fact]
    public async Task A_partial_success_says_how_many_and_why_in_both_encodings()
    {
        var protobuf = await PostAsync(Requests.Around(w => w.Text(5, "no ids")), Protobuf);
        Assert.Equal(HttpStatusCode.OK, protobuf.Status);
        Assert.Equal(0x0a, protobuf.Body[0]); // partial_success = 1
        Assert.Equal((1UL, "span (number 2): the trace id is missing"), Status(protobuf.Body[2..]));

        var bad = Requests.JsonSpan(2);
        bad["spanId"] = "zz";
        var json = JsonDocument
            .Parse((await PostAsync(Encoding.UTF8.GetBytes(Requests.Json(Requests.JsonSpan(1), bad)), Json)).Body)
            .RootElement.GetProperty("partialSuccess");
        Assert.Equal(
            ("1", "span (number 2): 'spanId' is not hex digits"),
            (json.GetProperty("rejectedSpans").GetString(), json.GetProperty("errorMessage").GetString())
        );
    }

    [Fact]
    public async Task Malformed_protobuf_is_a_status_in_protobuf()
    {
        var answer = await PostAsync([0xff, 0xff], Protobuf);
        Assert.Equal((HttpStatusCode.BadRequest, Protobuf), (answer.Status, answer.Type));
        Assert.Equal((3UL, "The body is not an ExportTraceServiceRequest in protobuf."), Status(answer.Body));
    }

    [Fact]
    public async Task Malformed_json_is_a_status_in_json()
    {
        var answer = await PostAsync("{\"resourceSpans\":"u8.ToArray(), Json);
        Assert.Equal((HttpStatusCode.BadRequest, Json), (answer.Status, answer.Type));
        var status = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal(
            (3, "The body is not JSON: line 1, byte 17."),
            (status.GetProperty("code").GetInt32(), status.GetProperty("message").GetString())
        );
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_wrong_stream_is_a_clear_error(string encoding)
    {
        var answer = await PostAsync(Good, Protobuf, encoding);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal((3UL, $"The body is no valid {encoding} stream."), Status(answer.Body));
    }

    [Fact]
    public async Task A_gzip_stream_that_ends_early_keeps_nothing()
    {
        byte[] whole = Gzip(Requests.Of(Enumerable.Range(1, 200).Select(Requests.Span)));
        var answer = await PostAsync(whole[..(whole.Length / 2)], Protobuf, "gzip");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Empty(host.Broker.Published);
    }

    [Fact]
    public async Task A_gzip_bomb_is_measured_by_what_it_unpacks_to()
    {
        byte[] bomb = Compress(new byte[200 << 20], s => new GZipStream(s, CompressionLevel.Optimal));
        Assert.True(bomb.Length < 1 << 20);
        var answer = await PostAsync(bomb, Protobuf, "gzip");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal((8UL, "The body is larger than 64 MiB; send fewer spans in one request."), Status(answer.Body));
    }

    [Fact]
    public async Task A_body_of_100_MB_is_refused_with_its_limit_and_one_of_40_MB_is_taken()
    {
        var span = Requests.Span(1) with { Attributes = new Dictionary<string, object?> { ["text"] = new string('x', 1_000_000) } };
        byte[] million = Requests.Of(span);
        byte[] Times(int n)
        {
            byte[] body = new byte[million.Length * n];
            for (int i = 0; i < n; i++)
                million.CopyTo(body, i * million.Length);
            return body;
        }
        var answer = await PostAsync(Times(100), Protobuf);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal(8UL, Status(answer.Body).Code);
        Assert.Empty(host.Broker.Published);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Times(40), Protobuf)).Status);
        Assert.Equal(40, host.Broker.Spans.Count);
        Assert.All(host.Broker.Batches, b => Assert.True(b.Otlp.Length <= 3_670_016));
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/x-protobuf", "br")]
    public async Task An_unknown_type_or_encoding_is_415(string type, string? encoding) =>
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(Good, type, encoding)).Status);

    [Fact]
    public async Task A_full_queue_asks_to_come_again()
    {
        host.Broker.Full = true;
        var answer = await PostAsync(Good, Protobuf);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal((14UL, "The queue is full."), Status(answer.Body));
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Only_callers_who_may_ingest_get_in()
    {
        host.Client.DefaultRequestHeaders.Remove("X-Test-Scopes");
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Good, Protobuf)).Status);
        host.Client.DefaultRequestHeaders.Add("X-Test-Scopes", "write");
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(Good, Protobuf)).Status);
        Assert.Empty(host.Broker.Published);
    }
}
