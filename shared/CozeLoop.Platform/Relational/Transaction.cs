using System.Data.Common;

namespace CozeLoop.Platform.Relational;

/// <summary>A write in progress. Use <see cref="Connection"/> with Dapper, passing <see cref="DbTransaction"/>.</summary>
public sealed class Transaction
{
    public required DbConnection Connection { get; init; }
    public required DbTransaction DbTransaction { get; init; }

    /// <summary>Puts a message into the outbox of this database; the relay publishes it after the commit, at least once.</summary>
    public void Publish(string topic, object message, TimeSpan? delay = null) => throw new NotSupportedException();
}
