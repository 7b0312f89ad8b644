using System.IO.Compression;
using System.Text;
using CozeLoop.Contracts.Api;
using CozeLoop.Models.Providers;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Models.Tests.Providers;

/// <summary>A provider cannot fill the memory, however much it sends: what is taken of it is counted on its side.</summary>
public class EndlessAnswerTests
{
    private const string Stream = "200 OK\r\nContent-Type: text/event-stream";
    private const int Piece = 64 << 10,
        Gigabyte = 16_384;

    // What lies in the buffers of both sockets when the client leaves.
    private const long InFlight = 16 << 20;

    private static readonly byte[] Letters = Encoding.ASCII.GetBytes(new string('a', Piece));
    private static readonly byte[] Events = Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Repeat("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", 1000))
    );

    [Theory]
    [InlineData("text/event-stream", "data: ", 8)]
    [InlineData("application/json", "{\"choices\":\"", 32)]
    [InlineData("text/html", "", 8)]
    public async Task A_line_without_an_end_is_left_at_its_limit(string type, string before, long limit)
    {
        await using var server = new FloodServer($"200 OK\r\nContent-Type: {type}", Encoding.ASCII.GetBytes(before), Letters, Gigabyte);
        await TooLongAsync(server);
        Assert.InRange(server.Taken, 0, (limit << 20) + InFlight);
    }

    [Theory]
    [InlineData(ConnectionProviders.OpenAi)]
    [InlineData(ConnectionProviders.Anthropic)]
    public async Task A_stream_of_events_without_an_end_is_left_at_its_limit(string provider)
    {
        await using var server = new FloodServer(Stream, [], Events, Gigabyte);
        await TooLongAsync(server, provider);
        Assert.InRange(server.Taken, 0, AnswerStream.MaxBytes + InFlight);
    }

    [Fact]
    public async Task An_event_of_many_lines_counts_as_one()
    {
        byte[] lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("data: a\n", 8000)));
        await using var server = new FloodServer(Stream, [], lines, Gigabyte);
        await TooLongAsync(server);
        Assert.InRange(server.Taken, 0, AnswerStream.MaxEventBytes * 2 + InFlight);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task A_packed_answer_counts_as_it_unpacks(string type)
    {
        byte[] bomb = Packed(200 << 20);
        Assert.InRange(bomb.Length, 0, 1 << 20);
        await using var server = new FloodServer($"200 OK\r\nContent-Type: {type}\r\nContent-Encoding: gzip", [], bomb, 1);
        long before = GC.GetTotalAllocatedBytes();
        await TooLongAsync(server);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 150L << 20);
    }

    [Fact]
    public async Task Of_a_refusal_only_the_beginning_is_read()
    {
        await using var server = new FloodServer("400 Bad Request\r\nContent-Type: text/plain", [], Letters, Gigabyte);
        Assert.Equal("invalid_request", (await FailureAsync(server)).Cause);
        Assert.InRange(server.Taken, 0, InFlight);
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_meets_its_other_half_in_the_next_piece()
    {
        const string chunks =
            "data: {\"choices\":[{\"delta\":{\"content\":\"\\ud83d\"}}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"\\ude00\"},\"finish_reason\":\"stop\"}]}\n\n";
        await using var server = new FloodServer(Stream, [], Encoding.ASCII.GetBytes(chunks), 1);
        using var providers = new ProvidersUnderTest();
        var answered = Assert.IsType<ProviderOutcome.Answered>(
            await providers.OnceAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl), "Hi"))
        );
        Assert.Equal("😀", answered.Message.Content);
    }

    [Fact]
    public void An_answer_that_trickles_ends_with_the_time_for_the_whole()
    {
        var time = new FakeTimeProvider();
        var options = new ModelsOptions { SilenceTimeout = TimeSpan.FromSeconds(60), AnswerTimeout = TimeSpan.FromMinutes(10) };
        using var patience = new Patience(options, time, TestContext.Current.CancellationToken);
        int heard = 0;
        for (; !patience.Token.IsCancellationRequested; heard++)
        {
            time.Advance(TimeSpan.FromSeconds(50));
            patience.Heard();
        }
        Assert.Equal(12, heard);
        Assert.Contains("600 s", patience.Ended().Failure.Message, StringComparison.Ordinal);
    }

    private static async Task TooLongAsync(FloodServer server, string provider = ConnectionProviders.OpenAi)
    {
        var failure = await FailureAsync(server, provider);
        Assert.Equal(("provider_error", false), (failure.Cause, failure.Retryable));
        Assert.Contains("longer than", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<Contracts.Api.ModelCallFailure> FailureAsync(FloodServer server, string provider = ConnectionProviders.OpenAi)
    {
        using var providers = new ProvidersUnderTest(("Models:MaxAttempts", "1"));
        return Assert
            .IsType<ProviderOutcome.Failed>(
                await providers.CallAsync(ProvidersUnderTest.Ask(ProvidersUnderTest.To(server.BaseUrl, provider: provider), "Hi"))
            )
            .Failure;
    }

    private static byte[] Packed(int length)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write("{\"a\":\""u8);
            for (int i = 0; i < length; i += Piece)
                gzip.Write(Letters);
        }
        return packed.ToArray();
    }
}
