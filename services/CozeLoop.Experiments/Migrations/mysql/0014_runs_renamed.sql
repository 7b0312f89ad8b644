-- The version before this one may still run beside it, and knows the table by its old name.
CREATE VIEW replays AS
SELECT id, workspace_id, name, state, state_reason, paused_by, request, plan_json, arms_json, evaluators_json, exclusions_json,
    concurrency, budget_nano, call_nano, sample_hash, attempt, prompt_key, baseline_version, candidate_version, actor, created_ms,
    started_ms, finished_ms, faults, probe_ms, probe_wait_ms, budget_stopped, comparison_json
FROM runs
