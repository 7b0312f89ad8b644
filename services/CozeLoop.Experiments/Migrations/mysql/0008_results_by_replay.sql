CREATE INDEX replay_results_by_replay ON replay_results (replay_id)
