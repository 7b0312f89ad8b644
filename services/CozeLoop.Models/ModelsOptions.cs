using System.ComponentModel.DataAnnotations;

namespace CozeLoop.Models;

/// <summary>Section <c>Models</c> of the configuration.</summary>
internal sealed class ModelsOptions
{
    public const string Section = "Models";

    /// <summary>Whether connections may reach private networks. Default no: their URLs are set by users of a workspace.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>
    /// Whether connections may reach this machine (llama.cpp, Ollama, vLLM). Default: while the product listens on loopback only. Whoever
    /// can reach it is then on this machine already; from elsewhere they would come at services that trust only local callers.
    /// </summary>
    public bool? AllowLoopback { get; set; }

    /// <summary>Requests a minute that a workspace may send through the gateway, over all replicas; the rest are answered 429. Default 0:
    /// no limit.</summary>
    [Range(0, 1_000_000)]
    public int GatewayRequestsPerMinute { get; set; }

    /// <summary>Calls of a request until its failure is answered, the first included. Default 4.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 4;

    /// <summary>Longest silence of a provider, before the first byte or in a stream. Default 2 minutes: reasoning models think before they
    /// write.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest time for a whole answer, however steadily it comes. Default half an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Longest time to connect. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
