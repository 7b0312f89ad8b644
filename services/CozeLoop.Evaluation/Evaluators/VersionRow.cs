using System.Data.Common;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Relational;
using Dapper;

namespace CozeLoop.Evaluation.Evaluators;

/// <summary>A committed version as it is stored: never changed, numbered from 1 per evaluator.</summary>
internal sealed class VersionRow
{
    private const string Columns =
        "SELECT version, kind, config, description, actor, created_at AS CreatedAt FROM "
        + "versions WHERE workspace_id = @workspace AND evaluator_key = @key";

    public long Version { get; init; }
    public string Kind { get; init; } = "";
    public string Config { get; init; } = "";
    public string Description { get; init; } = "";
    public string Actor { get; init; } = "";
    public long CreatedAt { get; init; }

    public EvaluatorVersion ToVersion() =>
        new((int)Version, Kind, JsonSerializer.Deserialize<JsonElement>(Config, Json.Api), Description, Actor, Times.OfUnixMs(CreatedAt));

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<VersionRow>> ListAsync(DbConnection c, DbTransaction? tx, long workspace, string key) =>
        (await c.QueryAsync<VersionRow>(Columns + " ORDER BY version DESC", new { workspace, key }, tx)).AsList();

    /// <summary>The latest where <paramref name="version"/> is null; null where there is none.</summary>
    public static Task<VersionRow?> FindAsync(DbConnection c, DbTransaction? tx, long workspace, string key, int? version) =>
        c.QuerySingleOrDefaultAsync<VersionRow>(
            Columns + (version is null ? " ORDER BY version DESC LIMIT 1" : " AND version = @version"),
            new
            {
                workspace,
                key,
                version,
            },
            tx
        );

    public async Task InsertAsync(Transaction tx, long workspace, string key)
    {
        var args = new
        {
            workspace,
            key,
            Version,
            Kind,
            Config,
            Description,
            Actor,
            CreatedAt,
        };
        await tx.Connection.ExecuteAsync(
            """
            INSERT INTO versions (workspace_id, evaluator_key, version, kind, config, description, actor, created_at)
            VALUES (@workspace, @key, @Version, @Kind, @Config, @Description, @Actor, @CreatedAt)
            """,
            args,
            tx.DbTransaction
        );
        await tx.Connection.ExecuteAsync(
            "UPDATE evaluators SET updated_at = @CreatedAt WHERE workspace_id = @workspace AND evaluator_key = @key",
            args,
            tx.DbTransaction
        );
    }
}
