using System.Text.Json;
using CozeLoop.Testing;
using CozeLoop.Tracing.Ingest;
using CozeLoop.Tracing.Ingest.Dialects;
using CozeLoop.Tracing.Ingest.Otlp;
using CozeLoop.Tracing.Spans;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CozeLoop.Tracing.Tests.Ingest;

/// <summary>Requests that real SDKs sent, put through the receiver and the mapper as they were recorded.</summary>
internal static class Captures
{
    public static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public static OtlpReceiver Receiver(BrokerFake broker, IngestOptions? options = null) =>
        new(broker, Time, Options.Create(options ?? new IngestOptions()));

    public static async Task<IReadOnlyList<SpanRecord>> DecodeAsync(string file)
    {
        string? path = SharedFolder.Find($"data/captures/{file}.jsonl");
        Assert.SkipWhen(path is null, $"The recorded requests ({file}) are not beside this repository.");
        var broker = new BrokerFake();
        foreach (byte[] body in Bodies(path!))
        {
            var taken = Assert.IsType<Reception.Taken>(
                await Receiver(broker).ReceiveProtobufAsync(7, body, TestContext.Current.CancellationToken)
            );
            Assert.Equal(0, taken.Rejected);
            Assert.Equal(body, broker.Batches[^1].Otlp.ToArray());
        }
        return broker.Spans;
    }

    public static ChatForm Chat(this SpanRecord span) => ChatForm.Read(span.Kind, span.Attributes, span.Input, span.Output, span.Events);

    private static IEnumerable<byte[]> Bodies(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            using var request = JsonDocument.Parse(line);
            if (request.RootElement.GetProperty("path").GetString()!.EndsWith("/v1/traces", StringComparison.Ordinal))
                yield return request.RootElement.GetProperty("base64").GetBytesFromBase64();
        }
    }
}
