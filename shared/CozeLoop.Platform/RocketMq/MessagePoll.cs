using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq.Proto;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.RocketMq;

/// <summary>One long poll of a topic at one broker.</summary>
internal sealed class MessagePoll(ClientSession session, Resource topic, Resource group, ILogger logger)
{
    /// <summary>The most the proxy gives at once.</summary>
    public const int MaxMessages = 32;

    /// <summary>What the proxy waits for at least, unless configured otherwise. Longer would be worse: what comes a second time does not
    /// wake a waiting poll.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ForAnswer = TimeSpan.FromSeconds(5);

    /// <returns>What came; a stream that broke after some messages returns those, because they are now hidden from others.</returns>
    /// <exception cref="StoreUnavailableException">There is no proxy.</exception>
    public async Task<IReadOnlyList<Message>> RunAsync(string broker, int max, TimeSpan invisible, TimeSpan wait, CancellationToken ct)
    {
        var link = await session.LinkAsync(ProxyLink.CallTime, ct);
        var request = new ReceiveMessageRequest
        {
            Group = group,
            MessageQueue = new MessageQueue
            {
                Topic = topic,
                Broker = new Broker { Name = broker },
            },
            FilterExpression = ClientSettings.Everything,
            BatchSize = Math.Min(max, MaxMessages),
            InvisibleDuration = Duration.FromTimeSpan(invisible),
            LongPollingTimeout = Duration.FromTimeSpan(wait),
        };
        // The proxy counts a poll's time from what is left of the deadline, whatever was asked for.
        using var call = link.Service.ReceiveMessage(request, link.Options(LongestWait + ForAnswer, ct));
        var messages = new List<Message>();
        try
        {
            var status = await ReadAsync(call.ResponseStream, messages);
            if (messages.Count == 0 && status?.Code != Code.MessageNotFound)
                RocketMqException.Check(status);
        }
        catch (Exception e) when (messages.Count > 0 && e is RpcException or RocketMqException)
        {
            logger.LogWarning(e, "A poll of {Topic} broke off after {Count} messages", topic.Name, messages.Count);
        }
        catch (RocketMqException e) when (RocketMqException.MayLackSettings(e))
        {
            await session.ReintroduceAsync(link, ct);
            throw;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.DeadlineExceeded)
        {
            // A poll that took longer than allowed found nothing.
        }
        return messages;
    }

    private static async Task<Proto.Status?> ReadAsync(IAsyncStreamReader<ReceiveMessageResponse> stream, List<Message> messages)
    {
        Proto.Status? status = null;
        while (await stream.MoveNext(CancellationToken.None))
        {
            var frame = stream.Current;
            if (frame.ContentCase == ReceiveMessageResponse.ContentOneofCase.Status)
                status = frame.Status;
            else if (frame.ContentCase == ReceiveMessageResponse.ContentOneofCase.Message)
                messages.Add(frame.Message);
        }
        return status;
    }
}
