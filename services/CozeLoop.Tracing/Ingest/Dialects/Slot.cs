namespace CozeLoop.Tracing.Ingest.Dialects;

/// <summary>What a dialect may say about a span under a name of its own.</summary>
internal enum Slot
{
    Model,
    Provider,
    Input,
    Output,
    User,
    Session,
    Tags,
    Environment,
    Release,
    PromptKey,
    PromptVersion,
    PromptVariables,
    ToolName,
    ToolCallId,
    ToolArguments,
    ToolResult,
    FirstTokenSeconds,
    FirstTokenMs,
    FirstTokenTime,
    Cost,
    TaskId,
    RunId,
}
