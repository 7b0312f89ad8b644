CREATE TABLE bodies (
  message_id INTEGER PRIMARY KEY,
  body BLOB NOT NULL
)
