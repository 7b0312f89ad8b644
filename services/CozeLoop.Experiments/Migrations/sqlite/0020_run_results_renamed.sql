ALTER TABLE run_results RENAME COLUMN replay_id TO run_id
