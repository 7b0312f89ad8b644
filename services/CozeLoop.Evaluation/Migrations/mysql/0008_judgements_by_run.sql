CREATE INDEX judgements_by_run ON judgements (workspace_id, run_id)
