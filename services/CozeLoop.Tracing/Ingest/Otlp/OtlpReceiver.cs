using System.Buffers;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Messages;
using CozeLoop.Platform.Messaging;
using Microsoft.Extensions.Options;

namespace CozeLoop.Tracing.Ingest.Otlp;

/// <summary>
/// Takes OTLP requests of any transport: checks them, cuts what was accepted into messages, and returns once those are durable.
/// A repeated request is stored again under the same keys, so it replaces and does not count twice.
/// </summary>
internal sealed class OtlpReceiver(IMessageBroker broker, TimeProvider time, IOptions<IngestOptions> options)
{
    /// <param name="source">How the spans came in, for the record: <c>otlp</c>, <c>import</c>.</param>
    public Task<Reception> ReceiveProtobufAsync(
        long workspaceId,
        ReadOnlyMemory<byte> request,
        CancellationToken ct,
        string source = SpanSources.Otlp
    ) => PublishAsync(workspaceId, request, new RequestSkim(request.Span, options.Value, time.UnixNano()), source, ct);

    public Task<Reception> ReceiveJsonAsync(long workspaceId, ReadOnlyMemory<byte> json, CancellationToken ct)
    {
        var transcoded = OtlpJson.ToProtobuf(json.Span);
        if (transcoded.Error is { } error)
            return Task.FromResult<Reception>(new Reception.Refused(ReceptionError.Malformed, error));
        var skim = new RequestSkim(transcoded.Protobuf.Span, options.Value, time.UnixNano());
        foreach (string reason in transcoded.RejectedSpans)
            skim.Reject(reason);
        // A span that JSON lost is not in the bytes, so they may still pass through as they are.
        return PublishAsync(workspaceId, transcoded.Protobuf, skim, SpanSources.Otlp, ct);
    }

    private async Task<Reception> PublishAsync(
        long workspaceId,
        ReadOnlyMemory<byte> request,
        RequestSkim skim,
        string source,
        CancellationToken ct
    )
    {
        if (skim.Malformed)
            return new Reception.Refused(ReceptionError.Malformed, "The body is not an ExportTraceServiceRequest in protobuf.");
        long received = time.UnixNano();
        try
        {
            int most = options.Value.MaxMessageBytes;
            var recent = BatchFramer.Frame(request, skim, most).Select(otlp => PublishAsync(Topics.Spans, otlp));
            var past = BatchFramer.FramePast(request, skim, most).Select(otlp => PublishAsync(Topics.PastSpans, otlp));
            await Task.WhenAll([.. recent, .. past]);
        }
        catch (BrokerFullException full)
        {
            return new Reception.Refused(ReceptionError.Full, full.Message);
        }
        return new Reception.Taken(skim.Accepted.Count + skim.Past.Count, skim.Rejected, skim.Reasons) { RejectedAt = skim.RejectedAt };

        Task PublishAsync(string topic, ReadOnlyMemory<byte> otlp) =>
            this.PublishAsync(topic, new SpanBatch(workspaceId, received, source, otlp), ct);
    }

    private async Task PublishAsync(string topic, SpanBatch batch, CancellationToken ct)
    {
        int header = batch.HeaderLength,
            length = header + batch.Otlp.Length;
        byte[] body = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            batch.WriteHeader(body);
            batch.Otlp.Span.CopyTo(body.AsSpan(header));
            await broker.PublishAsync(topic, body.AsMemory(0, length), ct: ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }
}

/// <summary>What became of a request.</summary>
internal abstract record Reception
{
    /// <summary>The accepted spans are durable; the rejected ones never come, for the reasons given.</summary>
    public sealed record Taken(int Accepted, int Rejected, string Reasons) : Reception
    {
        /// <summary>Places of the rejected spans in the request, from 0; without those that JSON lost.</summary>
        public IReadOnlySet<int> RejectedAt { get; init; } = new HashSet<int>();
    }

    /// <summary>Nothing is promised. After <see cref="ReceptionError.Full"/> the client may send the same again.</summary>
    public sealed record Refused(ReceptionError Error, string Message) : Reception;
}

internal enum ReceptionError
{
    Malformed,
    TooLarge,
    UnsupportedType,
    Full,
}
