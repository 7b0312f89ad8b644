using CozeLoop.Platform.Messaging;
using CozeLoop.Platform.Workers;
using Mediator;
using Microsoft.Extensions.Logging;

namespace CozeLoop.Platform.Relational;

/// <summary>What a <see cref="Database"/> needs of the host; injected, opaque to services.</summary>
public sealed class DatabaseContext(
    RelationalStores stores,
    TimeProvider time,
    IMessageBroker broker,
    WorkerStates workers,
    IPublisher events,
    ILoggerFactory loggers
)
{
    internal RelationalStores Stores => stores;
    internal TimeProvider Time => time;
    internal IMessageBroker Broker => broker;
    internal WorkerStates Workers => workers;
    internal IPublisher Events => events;
    internal ILoggerFactory Loggers => loggers;
}
