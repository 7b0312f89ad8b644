ALTER TABLE replay_calls RENAME TO run_calls
