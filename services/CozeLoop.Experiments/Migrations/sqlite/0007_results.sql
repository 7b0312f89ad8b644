CREATE TABLE replay_results (
    call_id TEXT NOT NULL,
    evaluator_key TEXT NOT NULL,
    evaluator_version INTEGER NOT NULL,
    replay_id TEXT NOT NULL,
    result_json TEXT NOT NULL,
    cost_nano INTEGER,
    PRIMARY KEY (call_id, evaluator_key, evaluator_version)
)
