using CozeLoop.Contracts.Clients;
using CozeLoop.Platform.Disk;

namespace CozeLoop.Platform.Messaging;

/// <summary>Tells "a store is away or full" from "this message is poison": the first is waited for, and only the second dies.</summary>
public static class StoreFaults
{
    /// <summary>Whether the exception, or any that it was made of, blames a store, a queue or a service that cannot be used now.</summary>
    public static bool IsAway(Exception e) =>
        e switch
        {
            StoreUnavailableException or BrokerFullException or HttpRequestException => true,
            // What a service behind this one says of its own stores, and of having too much to do.
            ApiException { Status: 429 or 502 or 503 or 504 } => true,
            AggregateException many => many.InnerExceptions.All(IsAway),
            _ => IsOfTheDisk(e) || e.InnerException is { } inner && IsAway(inner),
        };

    // A missing file is not the disk's fault, and neither is a right that this user never had to a file of someone else.
    private static bool IsOfTheDisk(Exception e) => e is not UnauthorizedAccessException && DiskErrors.ReasonOf(e) is not null;
}
