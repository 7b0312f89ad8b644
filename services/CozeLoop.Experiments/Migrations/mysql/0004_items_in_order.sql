CREATE UNIQUE INDEX replay_items_in_order ON replay_items (replay_id, position)
