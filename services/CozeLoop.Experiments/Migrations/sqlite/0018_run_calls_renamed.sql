ALTER TABLE run_calls RENAME COLUMN replay_id TO run_id
