namespace CozeLoop.Platform.Hosting;

/// <summary>Brings one store to this version; safe to run again and in several processes at once. A host runs those of its services before it serves, <c>cozeloop doctor --provision</c> all of them beforehand.</summary>
public interface IStoreMigration
{
    /// <summary>Which store, for people: <c>mysql models</c>.</summary>
    string Store { get; }

    Task MigrateAsync(CancellationToken ct);
}
