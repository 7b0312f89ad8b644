CREATE INDEX audit_by_actor ON audit (workspace_id, actor(200));
