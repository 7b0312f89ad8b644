namespace CozeLoop.Evaluation.Judging.Lanes;

/// <summary>One answer that one judge has still to score.</summary>
internal sealed class JudgementRow
{
    public const string Select = """
        SELECT workspace_id AS WorkspaceId, subject_id AS SubjectId, evaluator_key AS "Key", evaluator_version AS Version, run_id AS RunId,
            lane AS Lane, attempts AS Attempts
        FROM judgements
        """;

    public long WorkspaceId { get; set; }
    public string SubjectId { get; set; } = "";
    public string Key { get; set; } = "";
    public int Version { get; set; }
    public string RunId { get; set; } = "";
    public string Lane { get; set; } = "";

    /// <summary>How often its judge was asked in vain.</summary>
    public long Attempts { get; set; }

    public JudgementId Id => new(WorkspaceId, SubjectId, Key, Version);
}

internal readonly record struct JudgementId(long WorkspaceId, string SubjectId, string Key, int Version);
