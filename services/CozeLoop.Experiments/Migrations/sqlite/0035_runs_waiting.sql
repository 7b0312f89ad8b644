-- The judges that its scores wait for, as JSON.
ALTER TABLE runs ADD COLUMN waiting TEXT
