-- What was traced when it was published: W3C traceparent.
ALTER TABLE messages ADD COLUMN traceparent TEXT
