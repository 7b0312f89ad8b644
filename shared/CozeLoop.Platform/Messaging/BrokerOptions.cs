using System.ComponentModel.DataAnnotations;
using CozeLoop.Contracts.Messages;

namespace CozeLoop.Platform.Messaging;

/// <summary>Section <c>Broker</c>.</summary>
public sealed class BrokerOptions
{
    /// <summary>Bytes of bodies a topic may hold before it refuses more. Default 1 GiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxBytesPerTopic { get; set; } = 1L << 30;

    /// <summary>Topics with a file of their own: beside a busy one, small transactions of others would wait for its large
    /// commits.</summary>
    public IReadOnlyDictionary<string, string> OwnFiles { get; set; } =
        new Dictionary<string, string> { [Topics.Spans] = "queue-spans", [Topics.PastSpans] = "queue-spans-past" };
}
