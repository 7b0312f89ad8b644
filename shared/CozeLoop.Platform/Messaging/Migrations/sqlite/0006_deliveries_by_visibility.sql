CREATE INDEX deliveries_by_visibility ON deliveries (group_id, visible_at)
