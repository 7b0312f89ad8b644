CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  body BLOB NOT NULL,
  due_at INTEGER NOT NULL -- unix ms; 0 = at once
)
