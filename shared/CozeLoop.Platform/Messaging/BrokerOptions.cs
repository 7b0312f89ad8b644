using System.ComponentModel.DataAnnotations;

namespace CozeLoop.Platform.Messaging;

/// <summary>Section <c>Broker</c>.</summary>
public sealed class BrokerOptions
{
    /// <summary>Bytes of bodies a topic may hold before it refuses more. Default 1 GiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxBytesPerTopic { get; set; } = 1L << 30;
}
