CREATE TABLE request_keys (
    workspace_id INTEGER NOT NULL,
    request_key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    replay_id TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, request_key)
)
