-- Without the body: rows that change or are counted stay small.
CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic_id INTEGER NOT NULL,
  size INTEGER NOT NULL,        -- bytes of the body
  published_at INTEGER NOT NULL -- unix ms
)
