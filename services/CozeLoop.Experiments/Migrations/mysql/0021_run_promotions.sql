ALTER TABLE replay_promotions RENAME TO run_promotions, RENAME COLUMN replay_id TO run_id
