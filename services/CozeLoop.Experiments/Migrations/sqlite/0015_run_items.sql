ALTER TABLE replay_items RENAME TO run_items
