ALTER TABLE replay_results RENAME TO run_results
