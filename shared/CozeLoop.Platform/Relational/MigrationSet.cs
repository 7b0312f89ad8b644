using System.Reflection;
using CozeLoop.Platform.Migrations;

namespace CozeLoop.Platform.Relational;

/// <summary>The migrations of one owner, in one folder for each kind of store (<c>sqlite</c>, <c>mysql</c>) with files of the same
/// names.</summary>
/// <param name="Scope">The owner: a database may hold Platform's tables beside the service's.</param>
/// <param name="Folder">Above the two, as resource names spell it: <c>Relational.Migrations</c>.</param>
internal sealed record MigrationSet(string Scope, Assembly Assembly, string Folder)
{
    /// <summary>Platform's own tables in every service's database.</summary>
    public static MigrationSet Platform { get; } = new("platform", typeof(MigrationSet).Assembly, "Relational.Migrations");

    /// <summary>The embedded queue's file, and the dead letters in both shapes.</summary>
    public static MigrationSet Queue { get; } = new("queue", typeof(MigrationSet).Assembly, "Messaging.Migrations");

    public static MigrationSet Service(Assembly assembly) => new("service", assembly, "Migrations");

    public IReadOnlyList<Migration> For(string dialect) => Migration.Embedded(Assembly, $".{Folder}.{dialect}.");
}
