ALTER TABLE run_promotions RENAME COLUMN replay_id TO run_id
