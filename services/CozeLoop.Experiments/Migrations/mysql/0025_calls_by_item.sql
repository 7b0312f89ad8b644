CREATE INDEX run_calls_by_item ON run_calls (item_id, arm, sample)
