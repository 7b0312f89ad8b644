CREATE INDEX audit_by_time ON audit (workspace_id, time_ms)
