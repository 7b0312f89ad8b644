CREATE UNIQUE INDEX connection_names ON connections (workspace_id, name)
