CREATE TABLE consumer_groups (
  id INTEGER PRIMARY KEY,
  topic_id INTEGER NOT NULL REFERENCES topics (id),
  name TEXT NOT NULL,
  UNIQUE (topic_id, name)
)
