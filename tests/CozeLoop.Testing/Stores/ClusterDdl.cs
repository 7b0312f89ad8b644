using System.Reflection;
using CozeLoop.Platform.ClickHouse;
using CozeLoop.Platform.Migrations;

namespace CozeLoop.Testing.Stores;

/// <summary>ClickHouse migrations as a cluster would get them. No cluster can be run here: tests let the engine's parser read
/// them.</summary>
public static class ClusterDdl
{
    /// <exception cref="InvalidOperationException">A migration would leave the replicas apart.</exception>
    public static IReadOnlyList<(string Name, string Sql)> Of(Assembly assembly, string cluster) =>
        [.. Migration.Embedded(assembly, ".Migrations.clickhouse.").Select(m => (m.Name, new TableLayout(cluster).Render(m.Sql)))];
}
