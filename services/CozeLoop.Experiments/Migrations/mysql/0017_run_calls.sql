ALTER TABLE replay_calls RENAME TO run_calls, RENAME COLUMN replay_id TO run_id
