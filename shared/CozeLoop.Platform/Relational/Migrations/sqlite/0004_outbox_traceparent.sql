-- What was traced when the change was made: W3C traceparent.
ALTER TABLE outbox ADD COLUMN traceparent TEXT
