CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  group_name TEXT NOT NULL,
  origin TEXT NOT NULL,          -- id of the message that died
  body BLOB NOT NULL,
  reason TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  published_at INTEGER NOT NULL, -- unix ms
  died_at INTEGER NOT NULL       -- unix ms
)
