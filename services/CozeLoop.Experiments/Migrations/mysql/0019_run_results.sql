ALTER TABLE replay_results RENAME TO run_results, RENAME COLUMN replay_id TO run_id
