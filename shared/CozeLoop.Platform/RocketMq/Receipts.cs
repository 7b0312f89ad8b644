using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.RocketMq.Proto;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging;
using Status = CozeLoop.Platform.RocketMq.Proto.Status;

namespace CozeLoop.Platform.RocketMq;

/// <summary>
/// Acknowledges and extends one group's messages. Every extension replaces the receipt handle, and an acknowledgement by an older one is
/// accepted and does nothing; so the newest handle of each message is kept here, and changes of one message wait for each other.
/// </summary>
internal sealed class Receipts(ClientSession session, Resource topic, Resource group, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    // By identity and weakly: a message that its handler forgot takes its handle along.
    private readonly ConditionalWeakTable<ReceivedMessage, Receipt> _receipts = [];

    // Those in hand, for the figures; what a handler forgot leaves when its time is up.
    private readonly ConcurrentDictionary<Receipt, bool> _held = new(ReferenceEqualityComparer.Instance);

    /// <param name="publishedAt">Unix ms, for whoever buries it.</param>
    public void Add(ReceivedMessage message, long publishedAt, TimeSpan invisible)
    {
        var receipt = new Receipt(message.ReceiptHandle, publishedAt) { HiddenUntil = time.GetUtcNow() + invisible };
        _receipts.Add(message, receipt);
        _held[receipt] = true;
    }

    /// <summary>The same delivery, now with its body.</summary>
    public void Continue(ReceivedMessage message, ReceivedMessage whole) => _receipts.Add(whole, Of(message));

    /// <summary>Messages that this process has in hand or has put back for later, and when the oldest of them was published (unix
    /// ms).</summary>
    public (int Count, long? Oldest) Held()
    {
        var now = time.GetUtcNow();
        foreach (var receipt in _held.Keys.Where(r => r.HiddenUntil <= now))
            _held.TryRemove(receipt, out _);
        long[] published = [.. _held.Keys.Select(r => r.PublishedAt)];
        return (published.Length, published.Length == 0 ? null : published.Min());
    }

    public long PublishedAt(ReceivedMessage message) => Of(message).PublishedAt;

    public async Task AcknowledgeAsync(IReadOnlyList<ReceivedMessage> messages, CancellationToken ct)
    {
        var taken = new List<Receipt>();
        try
        {
            var request = new AckMessageRequest { Topic = topic, Group = group };
            foreach (var message in messages.DistinctBy(m => m.ReceiptHandle))
            {
                var receipt = Of(message);
                await receipt.Changing.WaitAsync(ct);
                taken.Add(receipt);
                if (receipt.Handle is { } handle)
                    request.Entries.Add(new AckMessageEntry { MessageId = message.Id, ReceiptHandle = handle });
            }
            if (request.Entries.Count == 0)
                return;
            await session.CallAsync((link, options) => link.Service.AckMessageAsync(request, options), Outcome, Patience, ct);
            foreach (var receipt in taken)
                End(receipt);
        }
        finally
        {
            foreach (var receipt in taken)
                receipt.Changing.Release();
        }
    }

    public Task ExtendAsync(IReadOnlyList<ReceivedMessage> messages, TimeSpan invisible, CancellationToken ct) =>
        Task.WhenAll(messages.Select(m => ExtendAsync(m, invisible, ct)));

    private async Task ExtendAsync(ReceivedMessage message, TimeSpan invisible, CancellationToken ct)
    {
        var receipt = Of(message);
        await receipt.Changing.WaitAsync(ct);
        try
        {
            if (receipt.Handle is not { } handle)
                return;
            var request = new ChangeInvisibleDurationRequest
            {
                Topic = topic,
                Group = group,
                MessageId = message.Id,
                ReceiptHandle = handle,
                InvisibleDuration = Duration.FromTimeSpan(invisible),
            };
            var answer = await session.CallAsync(
                (link, options) => link.Service.ChangeInvisibleDurationAsync(request, options),
                answer => answer.Status,
                Patience,
                ct
            );
            (receipt.Handle, receipt.HiddenUntil) = (answer.ReceiptHandle, time.GetUtcNow() + invisible);
        }
        catch (RocketMqException e) when (e.Code == Code.InvalidReceiptHandle)
        {
            logger.LogInformation(
                "Message {Id} of {Topic} was in hand for too long and comes again: {Why}",
                message.Id,
                message.Topic,
                e.Message
            );
            End(receipt);
        }
        finally
        {
            receipt.Changing.Release();
        }
    }

    /// <summary>A receipt that is out of date changes nothing: the message comes again. Any other fault of an entry is the
    /// request's.</summary>
    private Status Outcome(AckMessageResponse answer)
    {
        foreach (var late in answer.Entries.Where(e => e.Status.Code == Code.InvalidReceiptHandle))
            logger.LogInformation("Message {Id} was in hand for too long and comes again", late.MessageId);
        if (answer.Entries.FirstOrDefault(e => e.Status.Code is not (Code.Ok or Code.InvalidReceiptHandle)) is { } failed)
            return failed.Status;
        return answer.Entries.Count > 0 || answer.Status.Code == Code.InvalidReceiptHandle ? new Status { Code = Code.Ok } : answer.Status;
    }

    private void End(Receipt receipt)
    {
        receipt.Handle = null;
        _held.TryRemove(receipt, out _);
    }

    private Receipt Of(ReceivedMessage message) =>
        _receipts.TryGetValue(message, out var receipt)
            ? receipt
            : throw new InvalidOperationException($"Message {message.Id} was not received here.");

    /// <summary>Null handle: acknowledged, or expired.</summary>
    private sealed class Receipt(string handle, long publishedAt)
    {
        public long PublishedAt => publishedAt;
        public SemaphoreSlim Changing { get; } = new(1);
        public string? Handle { get; set; } = handle;
        public DateTimeOffset HiddenUntil { get; set; }
    }
}
