ALTER TABLE replay_promotions RENAME TO run_promotions
