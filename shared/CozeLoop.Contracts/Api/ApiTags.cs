namespace CozeLoop.Contracts.Api;

/// <summary>The parts of the API: each operation belongs to one.</summary>
public static class ApiTags
{
    public const string Ingest = "ingest",
        Traces = "traces",
        Sessions = "sessions",
        Scores = "scores",
        Imports = "imports",
        Prompts = "prompts",
        Replays = "replays",
        Evaluators = "evaluators",
        Models = "models",
        Gateway = "gateway",
        Workspace = "workspace",
        Operation = "operation";

    /// <summary>In the order in which the description shows them.</summary>
    public static readonly IReadOnlyList<(string Name, string Description)> All =
    [
        (Ingest, "Spans by OpenTelemetry's protocol, on the paths that its exporters and the SDKs of Langfuse and Coze Loop use."),
        (Traces, "What was recorded: traces, their spans, and figures over them."),
        (Sessions, "Conversations of several traces, and the people behind them."),
        (Scores, "Judgements on traces, spans and sessions."),
        (Imports, "Files of recorded conversations and traces."),
        (Prompts, "Prompts with their drafts, versions and labels."),
        (Replays, "Another prompt or model on recorded traffic, and how sure its effect is."),
        (Evaluators, "What scores answers: checks and judges, in versions."),
        (Models, "Connections to model providers, and what their tokens cost."),
        (Gateway, "OpenAI's API in front of every connection; each call is recorded as a span."),
        (Workspace, "Login, people, workspaces, keys and the audit log."),
        (Operation, "Health and queues, for the operator of the installation."),
    ];
}
