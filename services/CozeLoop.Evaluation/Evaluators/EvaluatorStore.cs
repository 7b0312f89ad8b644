using System.Data.Common;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Platform.Auth;
using CozeLoop.Platform.Relational;
using CozeLoop.Platform.Web;
using Dapper;

namespace CozeLoop.Evaluation.Evaluators;

/// <summary>Evaluators and their versions. Every entry first sees to it that the workspace has the built-in ones.</summary>
internal sealed class EvaluatorStore(EvaluationDatabase database, BuiltInEvaluators builtIn, TimeProvider time)
{
    public const string List = "evaluators";

    /// <summary>In order of the key. Version 0 and kind "" mean that none is committed yet.</summary>
    public async Task<Page<EvaluatorSummary>> ListAsync(long workspace, int limit, Cursor? after, CancellationToken ct)
    {
        await builtIn.EnsureAsync(workspace, ct);
        return await database.ReadAsync(
            async c =>
            {
                var rows = await c.QueryAsync<SummaryRow>(
                    """
                    SELECT e.evaluator_key AS "Key", e.name, e.updated_at AS UpdatedAt, COALESCE(v.kind, '') AS Kind, COALESCE(v.version,
                        0) AS Version
                    FROM evaluators e LEFT JOIN versions v ON v.workspace_id = e.workspace_id AND v.evaluator_key = e.evaluator_key
                        AND v.version = (SELECT MAX(l.version) FROM versions l WHERE l.workspace_id = e.workspace_id
                            AND l.evaluator_key = e.evaluator_key)
                    WHERE e.workspace_id = @workspace AND e.evaluator_key > @key ORDER BY e.evaluator_key LIMIT @rows
                    """,
                    new
                    {
                        workspace,
                        key = after?.Id ?? "",
                        rows = limit + 1,
                    }
                );
                return PageRequest.Page(List, rows.AsList(), limit, r => new Cursor(0, r.Key), r => r.ToSummary());
            },
            ct
        );
    }

    /// <summary>With its versions, newest first; null where the workspace has no such evaluator.</summary>
    public async Task<Evaluator?> FindAsync(long workspace, string key, CancellationToken ct)
    {
        await builtIn.EnsureAsync(workspace, ct);
        return await database.ReadAsync(c => ReadAsync(c, null, workspace, key), ct);
    }

    /// <summary>The latest where <paramref name="version"/> is null; null where there is none.</summary>
    public async Task<EvaluatorVersion?> FindVersionAsync(long workspace, string key, int? version, CancellationToken ct)
    {
        await builtIn.EnsureAsync(workspace, ct);
        return (await database.ReadAsync(c => VersionRow.FindAsync(c, null, workspace, key, version), ct))?.ToVersion();
    }

    /// <summary>Null where the key is taken.</summary>
    public async Task<Evaluator?> CreateAsync(Caller caller, CreateEvaluator create, CancellationToken ct)
    {
        await builtIn.EnsureAsync(caller.WorkspaceId, ct);
        return await database.WriteAsync(
            async tx =>
            {
                if (await NameAsync(tx.Connection, tx.DbTransaction, caller.WorkspaceId, create.Key) is not null)
                    return null;
                await InsertAsync(tx, caller.WorkspaceId, create.Key, create.Name ?? create.Key, time.UnixMs());
                tx.Raise(new EvaluatorCreated(caller.WorkspaceId, caller.Actor, create.Key));
                return await ReadAsync(tx.Connection, tx.DbTransaction, caller.WorkspaceId, create.Key);
            },
            ct
        );
    }

    /// <summary>Commits settings that were found usable. Settings equal to the latest version's answer that version, so that a repeated
    /// request makes none.</summary>
    public async Task<CommitOutcome> CommitAsync(Caller caller, string key, CreateEvaluatorVersion commit, CancellationToken ct)
    {
        await builtIn.EnsureAsync(caller.WorkspaceId, ct);
        return await database.WriteAsync<CommitOutcome>(
            async tx =>
            {
                long workspace = caller.WorkspaceId;
                if (await NameAsync(tx.Connection, tx.DbTransaction, workspace, key) is null)
                    return new CommitOutcome.NoEvaluator();
                string config = commit.Config is { ValueKind: JsonValueKind.Object } given ? given.GetRawText() : "{}";
                var latest = await VersionRow.FindAsync(tx.Connection, tx.DbTransaction, workspace, key, null);
                if (latest is not null && latest.Kind == commit.Kind && latest.Config == config)
                    return new CommitOutcome.Unchanged(latest.ToVersion());
                var row = new VersionRow
                {
                    Version = (latest?.Version ?? 0) + 1,
                    Kind = commit.Kind,
                    Config = config,
                    Description = commit.Description ?? "",
                    Actor = caller.Actor,
                    CreatedAt = time.UnixMs(),
                };
                await row.InsertAsync(tx, workspace, key);
                tx.Raise(new EvaluatorCommitted(workspace, caller.Actor, key, row.Version));
                return new CommitOutcome.Committed(row.ToVersion());
            },
            ct
        );
    }

    public static Task InsertAsync(Transaction tx, long workspace, string key, string name, long now) =>
        tx.Connection.ExecuteAsync(
            "INSERT INTO evaluators (workspace_id, evaluator_key, name, created_at, "
                + "updated_at) VALUES (@workspace, @key, @name, @now, @now)",
            new
            {
                workspace,
                key,
                name,
                now,
            },
            tx.DbTransaction
        );

    private static Task<string?> NameAsync(DbConnection c, DbTransaction? tx, long workspace, string key) =>
        c.QuerySingleOrDefaultAsync<string>(
            "SELECT name FROM evaluators WHERE workspace_id = @workspace AND evaluator_key = @key",
            new { workspace, key },
            tx
        );

    private static async Task<Evaluator?> ReadAsync(DbConnection c, DbTransaction? tx, long workspace, string key) =>
        await NameAsync(c, tx, workspace, key) is { } name
            ? new Evaluator(key, name, [.. (await VersionRow.ListAsync(c, tx, workspace, key)).Select(r => r.ToVersion())])
            : null;

    private sealed class SummaryRow
    {
        public string Key { get; init; } = "";
        public string Name { get; init; } = "";
        public string Kind { get; init; } = "";
        public long Version { get; init; }
        public long UpdatedAt { get; init; }

        public EvaluatorSummary ToSummary() => new(Key, Name, Kind, (int)Version, Times.OfUnixMs(UpdatedAt));
    }
}

internal abstract record CommitOutcome
{
    private CommitOutcome() { }

    public sealed record NoEvaluator : CommitOutcome;

    public sealed record Unchanged(EvaluatorVersion Version) : CommitOutcome;

    public sealed record Committed(EvaluatorVersion Version) : CommitOutcome;
}
