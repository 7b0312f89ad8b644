ALTER TABLE run_items RENAME COLUMN replay_id TO run_id
