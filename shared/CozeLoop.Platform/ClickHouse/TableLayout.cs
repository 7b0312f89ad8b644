using System.Text.RegularExpressions;

namespace CozeLoop.Platform.ClickHouse;

/// <summary>
/// How the tables of the migrations are made: on one server, or on every replica of a cluster of one shard. Migrations say
/// <c>${on_cluster}</c> after the name of what they
/// make or change, and <c>${replicated}</c> before the name of an engine of the MergeTree family; on one server both are nothing.
/// </summary>
/// <param name="cluster">Name in the server's <c>remote_servers</c>, or a macro such as <c>{cluster}</c>; null for one server.</param>
internal sealed partial class TableLayout(string? cluster)
{
    public static readonly TableLayout OneServer = new(null);
    private const string OnCluster = "${on_cluster}",
        Replicated = "${replicated}";

    /// <summary>The text for one server. Checksums are taken of it, so that they do not depend on the layout.</summary>
    public static string Plain(string sql) =>
        sql.Replace(OnCluster, "", StringComparison.Ordinal).Replace(Replicated, "", StringComparison.Ordinal);

    /// <exception cref="InvalidOperationException">On a cluster the statement would reach one replica only, or make a table that keeps its
    /// rows to itself or takes inserts asynchronously.</exception>
    public string Render(string sql)
    {
        if (cluster is null)
            return Plain(sql);
        if (ChangesSchema().IsMatch(sql) && !sql.Contains(OnCluster, StringComparison.Ordinal))
            throw Wrong("has no ${on_cluster}, so the other replicas would not see it", sql);
        if (DistributedEngine().IsMatch(sql))
            throw Wrong("makes a distributed table, and inserts into those are asynchronous", sql);
        if (PlainEngine().IsMatch(sql))
            throw Wrong("makes a table without ${replicated}, whose rows would stay on one replica", sql);
        return sql.Replace(OnCluster, $" ON CLUSTER '{cluster}'", StringComparison.Ordinal)
            .Replace(Replicated, "Replicated", StringComparison.Ordinal);
    }

    private static InvalidOperationException Wrong(string why, string sql) => new($"This migration {why}: {sql}");

    [GeneratedRegex(@"\A(\s|--.*\n)*(CREATE|ALTER|DROP|RENAME|TRUNCATE|EXCHANGE|OPTIMIZE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ChangesSchema();

    [GeneratedRegex(@"\bENGINE\s*=?\s*Distributed\b", RegexOptions.IgnoreCase)]
    private static partial Regex DistributedEngine();

    [GeneratedRegex(@"\bENGINE\s*=?\s*\w*MergeTree\b", RegexOptions.IgnoreCase)]
    private static partial Regex PlainEngine();
}
