CREATE INDEX replays_by_time ON replays (workspace_id, created_ms, id)
