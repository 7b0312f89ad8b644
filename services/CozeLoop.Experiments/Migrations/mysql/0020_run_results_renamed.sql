-- The version before this one may still run beside it, and knows the table by its old name.
CREATE VIEW replay_results AS
SELECT call_id, evaluator_key, evaluator_version, run_id AS replay_id, result_json, cost_nano
FROM run_results
