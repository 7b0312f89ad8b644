CREATE TABLE replay_drafts (
    workspace_id INTEGER NOT NULL,
    actor TEXT NOT NULL,
    answers TEXT NOT NULL,
    system_prompt TEXT,
    updated_ms INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, actor)
)
