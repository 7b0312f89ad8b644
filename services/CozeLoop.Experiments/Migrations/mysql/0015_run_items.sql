ALTER TABLE replay_items RENAME TO run_items, RENAME COLUMN replay_id TO run_id
