using System.Globalization;
using System.Text.Json;
using CozeLoop.Contracts;
using CozeLoop.Contracts.Api;
using CozeLoop.Contracts.Messages;
using CozeLoop.Evaluation.Runs;
using CozeLoop.Platform.Events;
using Dapper;

namespace CozeLoop.Evaluation.Judging.Lanes;

/// <summary>Tells of each run which judges its answers wait for, and why, whenever that is not as it was told last.</summary>
internal sealed class JudgeWaits(EvaluationDatabase database)
{
    public async Task TellAsync(CancellationToken ct)
    {
        var (now, told) = await database.ReadAsync(
            async c =>
            {
                var rows = await c.QueryAsync<WaitRow>(WaitRow.Select);
                var old = await c.QueryAsync<ToldRow>(
                    "SELECT workspace_id AS WorkspaceId, run_id AS RunId, waits AS Waits FROM waits_told"
                );
                return (rows.ToLookup(r => (r.WorkspaceId, r.RunId)), old.ToDictionary(o => (o.WorkspaceId, o.RunId), o => o.Waits));
            },
            ct
        );
        foreach (var run in now.Select(g => g.Key).Union(told.Keys))
        {
            Wait[] waits = [.. now[run].Select(r => r.ToWait())];
            string text = JsonSerializer.Serialize(waits, Json.Compact);
            if (text != told.GetValueOrDefault(run, "[]"))
                await TellAsync(run.WorkspaceId, run.RunId, waits, text, ct);
        }
    }

    private Task TellAsync(long workspaceId, string runId, Wait[] waits, string text, CancellationToken ct) =>
        database.WriteAsync(
            async tx =>
            {
                var args = new
                {
                    workspaceId,
                    runId,
                    text,
                };
                await tx.Connection.ExecuteAsync(
                    "DELETE FROM waits_told WHERE workspace_id = @workspaceId AND run_id = @runId",
                    args,
                    tx.DbTransaction
                );
                if (waits.Length > 0)
                    await tx.Connection.ExecuteAsync(
                        "INSERT INTO waits_told (workspace_id, run_id, waits) VALUES (@workspaceId, @runId, @text)",
                        args,
                        tx.DbTransaction
                    );
                tx.Raise(new JudgesWaited(workspaceId, runId, waits));
            },
            ct
        );

    private sealed class WaitRow
    {
        public static readonly string Select = $"""
            SELECT judgements.workspace_id AS WorkspaceId, judgements.run_id AS RunId, evaluator_key AS "Key", evaluator_version AS Version,
                l.cause AS Cause, l.message AS Message, l.since AS Since, COUNT(*) AS Subjects
            FROM judge_lanes l JOIN judgements ON judgements.lane = l.lane
            WHERE l.pause > 0 AND NOT {KnownRuns.IsStopped}
            GROUP BY judgements.workspace_id, judgements.run_id, evaluator_key, evaluator_version, l.cause, l.message, l.since
            ORDER BY evaluator_key, evaluator_version
            """;

        public long WorkspaceId { get; set; }
        public string RunId { get; set; } = "";
        public string Key { get; set; } = "";
        public int Version { get; set; }
        public string Cause { get; set; } = "";
        public string Message { get; set; } = "";
        public long Since { get; set; }
        public int Subjects { get; set; }

        public Wait ToWait() =>
            new(string.Create(CultureInfo.InvariantCulture, $"judge {Key}@{Version}"), Cause, Message, Times.OfUnixMs(Since), Subjects);
    }

    private sealed class ToldRow
    {
        public long WorkspaceId { get; set; }
        public string RunId { get; set; } = "";
        public string Waits { get; set; } = "";
    }
}

/// <summary>The judges that a run's answers wait for are not those that they waited for before.</summary>
internal sealed record JudgesWaited(long WorkspaceId, string RunId, IReadOnlyList<Wait> Waits)
    : DomainEvent(WorkspaceId, "service:evaluation")
{
    public override PlatformEvent Message(long version) => new(WorkspaceId, version) { RunWaits = new(RunId, Waits) };
}
