namespace CozeLoop.Contracts.Api;

/// <summary>One consumer group of one topic.</summary>
/// <param name="Topic">What the messages are about.</param>
/// <param name="Group">Who consumes them; each group gets every message of the topic.</param>
/// <param name="Waiting">Number of messages that no consumer has taken yet.</param>
/// <param name="InFlight">Number of messages that a consumer is working on.</param>
/// <param name="DeadLetters">Number of messages that failed at every attempt.</param>
/// <param name="OldestAgeMs">
/// Age of the oldest message that is not done, in milliseconds; null where there is none or the broker does not tell.
/// </param>
public sealed record QueueState(string Topic, string Group, long Waiting, long InFlight, long DeadLetters, double? OldestAgeMs);

/// <summary>A message that failed at every attempt.</summary>
/// <param name="Id">Names the dead letter.</param>
/// <param name="Topic">The topic it was sent to.</param>
/// <param name="Group">The consumers that failed.</param>
/// <param name="Origin">Its id at the broker.</param>
/// <param name="Reason">What the last attempt failed with.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Bytes">Length of its body, in bytes.</param>
/// <param name="PublishedAt">When it was sent.</param>
/// <param name="DiedAt">When the last attempt failed.</param>
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

/// <summary>What a redrive did.</summary>
/// <param name="Messages">Number of messages that went back to their queue.</param>
public sealed record Redriven(int Messages);
