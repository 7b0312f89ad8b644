using CozeLoop.Contracts;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq.Proto;
using CozeLoop.Platform.Threading;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// The consumer of one group: polls at each broker that holds the topic, as many as all callers' batches need, for as long as someone
/// asks. A poll is never cut short for having come second: what it brings waits for the next caller.
/// </summary>
internal sealed class GroupReceiver : IAsyncDisposable
{
    private const int MaxPolls = 8;

    private readonly string _topic,
        _group;
    private readonly IMessageBroker _broker;
    private readonly LongBodies _longBodies;
    private readonly ClientSession _session;
    private readonly TopicRoute _route;
    private readonly MessagePoll _poll;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ArrivedMessages _arrived;
    private readonly AsyncSignal _changed = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, BrokerPolls> _polls = [];
    private CancellationTokenSource _polling = new();
    private int _callers;
    private long _wanted; // messages, by all callers that wait

    public GroupReceiver(
        string topic,
        string group,
        RocketMqNames names,
        IMessageBroker broker,
        LongBodies longBodies,
        ClientSession session,
        TimeProvider time,
        ILogger logger
    )
    {
        (_topic, _group, _broker, _longBodies, _session, _time, _logger) = (topic, group, broker, longBodies, session, time, logger);
        var (topicName, groupName) = (new Resource { Name = names.Topic(topic) }, new Resource { Name = names.Group(topic, group) });
        _route = new TopicRoute(session, topicName, time);
        _poll = new MessagePoll(session, topicName, groupName, logger);
        _arrived = new ArrivedMessages(logger);
        Receipts = new Receipts(session, topicName, groupName, time, logger);
    }

    public Receipts Receipts { get; }

    /// <exception cref="StoreUnavailableException">RocketMQ cannot be reached, or no broker of the topic answered.</exception>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
        int max,
        TimeSpan invisible,
        TimeSpan wait,
        long maxBytes,
        CancellationToken ct
    )
    {
        long started = _time.GetTimestamp();
        lock (_lock)
            (_callers, _wanted) = (_callers + 1, _wanted + max);
        try
        {
            for (bool asked = false; ; asked = true)
            {
                var changed = _changed.Next;
                if (await _arrived.TakeAsync(max, maxBytes) is { Count: > 0 } some)
                    return some;
                var left = wait - _time.GetElapsedTime(started);
                if (asked && left <= TimeSpan.Zero)
                    return [];
                await PollAsync(invisible, left, changed, ct);
            }
        }
        catch (RpcException e) when (ct.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
        finally
        {
            await LeaveAsync(max, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _polling.CancelAsync();
        foreach (var polls in Polls())
            await Task.WhenAll(polls.UnderWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _arrived.DisposeAsync();
        await _session.DisposeAsync();
        _polling.Dispose();
    }

    /// <summary>Until something came, or until every poll that was under way came back with nothing.</summary>
    private async Task PollAsync(TimeSpan invisible, TimeSpan left, Task changed, CancellationToken ct)
    {
        var wait = left < MessagePoll.LongestWait ? left : MessagePoll.LongestWait;
        var polls = Start(await _route.BrokersAsync(ct), invisible, wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
        if (polls.Count == 0)
            throw new StoreUnavailableException($"Every broker of {_topic}");
        var all = Task.WhenAll(polls);
        await Task.WhenAny(changed, all).WaitAsync(ct);
        // One broker of several may be away; the others' messages come anyway.
        if (polls.TrueForAll(p => p.IsFaulted))
            await all;
    }

    private List<Task> Start(IReadOnlyList<string> brokers, TimeSpan invisible, TimeSpan wait)
    {
        lock (_lock)
        {
            int polls = (int)Math.Clamp((_wanted + MessagePoll.MaxMessages - 1) / MessagePoll.MaxMessages, 1, MaxPolls),
                each = (int)Math.Min(_wanted, MessagePoll.MaxMessages);
            var under = new List<Task>();
            foreach (string broker in brokers)
            {
                if (!_polls.TryGetValue(broker, out var known))
                    _polls[broker] = known = new BrokerPolls(_time);
                known.Fill(polls, () => RunAsync(broker, each, invisible, wait, known, _polling.Token));
                under.AddRange(known.UnderWay);
            }
            return under;
        }
    }

    private async Task RunAsync(string broker, int max, TimeSpan invisible, TimeSpan wait, BrokerPolls polls, CancellationToken ct)
    {
        try
        {
            var messages = await _poll.RunAsync(broker, max, invisible, wait, ct);
            polls.Succeeded();
            var received = messages.Select(m => (Sent: m, Message: ToReceived(m))).ToList();
            foreach (var (sent, message) in received)
                Receipts.Add(message, sent.SystemProperties.BornTimestamp?.ToDateTimeOffset().ToUnixMs() ?? 0, invisible);
            var others = received.Where(r => !MessageForm.IsFor(r.Sent, _group)).Select(r => r.Message).ToList();
            var mine = received.Where(r => MessageForm.IsFor(r.Sent, _group)).ToLookup(r => MessageForm.BlobOf(r.Sent) is null, r => r);
            Arrived([.. mine[true].Select(r => r.Message)], invisible);
            if (others.Count > 0)
                await Receipts.AcknowledgeAsync(others, ct);
            await Task.WhenAll(mine[false].Select(r => CompleteAsync(r.Message, MessageForm.BlobOf(r.Sent)!, invisible, ct)));
        }
        catch (Exception e) when (e is RpcException or RocketMqException && !ct.IsCancellationRequested)
        {
            polls.Failed();
            _logger.LogWarning("A poll of {Topic} at {Broker} failed: {Why}", _topic, broker, e.Message);
            throw new StoreUnavailableException($"RocketMQ's {broker} ({e.Message})", e);
        }
    }

    private void Arrived(List<ReceivedMessage> messages, TimeSpan invisible)
    {
        if (messages.Count == 0)
            return;
        _arrived.Add(messages, new HeldMessages(_broker, messages, invisible, _time, _logger));
        _changed.Set();
    }

    /// <summary>Fetches the body, with the message in hand for as long as the blob store is away: that is not an attempt of a
    /// handler.</summary>
    private async Task CompleteAsync(ReceivedMessage message, string blob, TimeSpan invisible, CancellationToken ct)
    {
        await using var held = new HeldMessages(_broker, [message], invisible, _time, _logger);
        var body = await _longBodies.FindAsync(blob, ct);
        held.Drop([message]);
        if (body is null)
        {
            _logger.LogError(
                "Message {Id} of {Topic} goes to the dead letters of {Group}: its body {Blob} is gone",
                message.Id,
                _topic,
                _group,
                blob
            );
            await _broker.DeadLetterAsync(message, $"Its body, {blob}, is not in the blob store (any more).", ct);
            return;
        }
        var whole = message with { Body = body.Value };
        Receipts.Continue(message, whole);
        Arrived([whole], invisible);
    }

    private ReceivedMessage ToReceived(Message message)
    {
        var system = message.SystemProperties;
        return new ReceivedMessage(
            system.MessageId,
            _topic,
            _group,
            MessageForm.Body(message),
            Math.Max(1, system.DeliveryAttempt),
            system.ReceiptHandle
        )
        {
            TraceParent = MessageForm.TraceOf(message),
        };
    }

    /// <summary>When the last caller leaves because its process stops, the polls end with it; else they run out by themselves.</summary>
    private async Task LeaveAsync(int max, CancellationToken ct)
    {
        CancellationTokenSource? ended = null;
        lock (_lock)
        {
            _wanted -= max;
            if (--_callers == 0 && ct.IsCancellationRequested)
                (ended, _polling) = (_polling, new CancellationTokenSource());
        }
        if (ended is null)
            return;
        await ended.CancelAsync();
        ended.Dispose();
    }

    private List<BrokerPolls> Polls()
    {
        lock (_lock)
            return [.. _polls.Values];
    }
}
