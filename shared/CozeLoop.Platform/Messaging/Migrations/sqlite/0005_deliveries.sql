-- A message that a group has not acknowledged. receipt rises with every delivery: an old holder's receipt no longer fits.
CREATE TABLE deliveries (
  message_id INTEGER NOT NULL,
  group_id INTEGER NOT NULL,
  visible_at INTEGER NOT NULL, -- unix ms
  attempts INTEGER NOT NULL,   -- deliveries that count
  receipt INTEGER NOT NULL,    -- all deliveries
  PRIMARY KEY (message_id, group_id)
) WITHOUT ROWID
