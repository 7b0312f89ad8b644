CREATE INDEX replay_calls_by_state ON replay_calls (replay_id, state, seq)
