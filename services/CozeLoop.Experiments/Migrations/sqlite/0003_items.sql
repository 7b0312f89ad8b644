CREATE TABLE replay_items (
    id TEXT NOT NULL PRIMARY KEY,
    replay_id TEXT NOT NULL,
    workspace_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    cluster_key TEXT NOT NULL,
    turn INTEGER NOT NULL,
    title TEXT NOT NULL,
    recovery TEXT NOT NULL,
    trace_id TEXT NOT NULL,
    span_id TEXT NOT NULL,
    session_id TEXT,
    messages_json TEXT NOT NULL,
    replaced INTEGER NOT NULL,
    head_json TEXT,
    recorded_json TEXT,
    tools_json TEXT NOT NULL,
    parameters_json TEXT NOT NULL
)
