CREATE INDEX subjects_by_run ON subjects (workspace_id, run_id)
