CREATE INDEX replays_by_sample ON replays (workspace_id, sample_hash)
