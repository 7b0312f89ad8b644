namespace CozeLoop.Contracts.Api;

/// <summary>One consumer group of one topic.</summary>
/// <param name="Waiting">Messages nobody has taken yet.</param>
/// <param name="InFlight">Messages that a consumer has in hand.</param>
/// <param name="OldestAgeMs">Age of the oldest message that is not done; null where there is none or the broker does not tell.</param>
public sealed record QueueState(string Topic, string Group, long Waiting, long InFlight, long DeadLetters, double? OldestAgeMs);

/// <summary>A message that failed at every attempt.</summary>
/// <param name="Origin">Its id at the broker.</param>
/// <param name="Bytes">Length of its body.</param>
public sealed record DeadMessage(
    string Id,
    string Topic,
    string Group,
    string Origin,
    string Reason,
    int Attempts,
    long Bytes,
    DateTimeOffset PublishedAt,
    DateTimeOffset DiedAt
);

/// <param name="Messages">How many went back to their queue.</param>
public sealed record Redriven(int Messages);
