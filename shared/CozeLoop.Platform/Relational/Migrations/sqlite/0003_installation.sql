-- What holds for the whole installation: a mark of the master key it was made with.
CREATE TABLE installation (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
)
