using CozeLoop.Contracts.Messages;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CozeLoop.Contracts.Tests.Messages;

public sealed class SpanBatchTests
{
    [Fact]
    public void What_is_encoded_is_decoded_again() =>
        Prop.ForAll<long, long, byte[]>(
                (workspace, received, otlp) =>
                {
                    var decoded = SpanBatch.Decode(new SpanBatch(workspace, received, "otlp", otlp).Encode());
                    return decoded.WorkspaceId == workspace
                        && decoded.ReceivedUnixNano == received
                        && decoded.Source == "otlp"
                        && decoded.Otlp.Span.SequenceEqual(otlp);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_other_bytes_are_refused_with_a_FormatException() =>
        Prop.ForAll<byte[]>(bytes =>
            {
                try
                {
                    SpanBatch.Decode(bytes);
                    return false;
                }
                catch (FormatException)
                {
                    return true;
                }
            })
            .QuickCheckThrowOnFailure();
}
