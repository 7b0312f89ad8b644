using System.Globalization;
using CozeLoop.Platform.RocketMq.Proto;
using CozeLoop.Platform.Telemetry;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CozeLoop.Platform.RocketMq;

/// <summary>How a body travels: RocketMQ refuses empty and long ones, and knows no message for one group alone.</summary>
internal static class MessageForm
{
    private const string Empty = "cozeloop-empty",
        OnlyGroup = "cozeloop-group",
        Blob = "cozeloop-blob",
        TraceParent = "traceparent";

    // Clearly past, so that a clock of the broker's that runs behind does not delay what is due at once.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(-1);

    /// <param name="id">The same in every attempt to send, and in every delivery.</param>
    /// <param name="onlyGroup">Other groups skip it; null is for all.</param>
    /// <param name="blob">Where the body is, when it is not in the message.</param>
    public static Message Build(
        string topic,
        string id,
        ReadOnlyMemory<byte> body,
        bool delayed,
        TimeSpan delay,
        string? onlyGroup,
        string? blob,
        DateTimeOffset now
    )
    {
        var message = new Message
        {
            Topic = new Resource { Name = topic },
            // Copied, because a call that is cancelled may still be reading when its caller has the memory back.
            Body = body.IsEmpty ? ByteString.CopyFrom(0) : ByteString.CopyFrom(body.Span),
            SystemProperties = new SystemProperties
            {
                MessageId = id,
                BodyEncoding = Encoding.Identity,
                MessageType = delayed ? MessageType.Delay : MessageType.Normal,
                BornTimestamp = Timestamp.FromDateTimeOffset(now),
            },
        };
        if (delayed)
            message.SystemProperties.DeliveryTimestamp = Timestamp.FromDateTimeOffset(now + (delay > TimeSpan.Zero ? delay : AtOnce));
        if (body.IsEmpty)
            message.UserProperties[Empty] = "1";
        if (blob is not null)
            message.UserProperties[Blob] = blob;
        if (onlyGroup is not null)
            message.UserProperties[OnlyGroup] = onlyGroup;
        if (ProductTraces.Context is { } context)
            message.UserProperties[TraceParent] = context;
        return message;
    }

    public static ReadOnlyMemory<byte> Body(Message message) =>
        message.UserProperties.ContainsKey(Empty) ? ReadOnlyMemory<byte>.Empty : message.Body.Memory;

    /// <summary>Key of the body in the blob store; null where the message carries it.</summary>
    public static string? BlobOf(Message message) => message.UserProperties.GetValueOrDefault(Blob);

    /// <summary>What was traced when it was sent, as W3C <c>traceparent</c>; null where nothing was.</summary>
    public static string? TraceOf(Message message) => message.UserProperties.GetValueOrDefault(TraceParent);

    public static bool IsFor(Message message, string group) =>
        !message.UserProperties.TryGetValue(OnlyGroup, out string? only) || only == group;

    public static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N", CultureInfo.InvariantCulture);
}
