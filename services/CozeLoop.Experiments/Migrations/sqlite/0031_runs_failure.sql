ALTER TABLE runs ADD COLUMN failure_json TEXT
