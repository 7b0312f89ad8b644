namespace CozeLoop.Platform.Migrations;

/// <summary>The migrations of one owner in one store. Whoever makes a target holds what keeps other processes out of the store meanwhile,
/// where it has such a lock: SQLite's write transaction, a named lock of MySQL.</summary>
internal interface IMigrationTarget
{
    /// <summary>The store, for people.</summary>
    string Name { get; }

    /// <summary>Whether other processes use the store too, which may be of another version for a while.</summary>
    bool IsShared { get; }

    /// <summary>Name and checksum of those that ran to their end. Makes the table of these records where it is missing.</summary>
    Task<IReadOnlyDictionary<string, string>> AppliedAsync(CancellationToken ct);

    Task ApplyAsync(Migration migration, CancellationToken ct);

    /// <summary>Says that <paramref name="migration"/> ran to its end.</summary>
    Task RecordAsync(Migration migration, CancellationToken ct);
}
