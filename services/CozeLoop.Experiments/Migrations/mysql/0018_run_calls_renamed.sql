-- The version before this one may still run beside it, and knows the table by its old name.
CREATE VIEW replay_calls AS
SELECT id, run_id AS replay_id, workspace_id, item_id, seq, arm, sample, state, cause, attempts, faults, lease_owner, lease_ms,
    woken_ms, answered_ms, message_json, usage_json, cost_nano, latency_ms, ttft_ms, cached, simulated, repeated
FROM run_calls
