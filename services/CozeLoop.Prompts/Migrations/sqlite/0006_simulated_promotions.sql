-- A verdict of a simulated model says nothing about a real one: the history says so beside it.
ALTER TABLE promotions ADD COLUMN simulated BIGINT NOT NULL DEFAULT 0
