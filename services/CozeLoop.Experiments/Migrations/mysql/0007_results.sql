CREATE TABLE replay_results (
    call_id VARCHAR(64) NOT NULL,
    evaluator_key VARCHAR(128) NOT NULL,
    evaluator_version INT NOT NULL,
    replay_id VARCHAR(64) NOT NULL,
    result_json LONGTEXT NOT NULL,
    cost_nano BIGINT,
    PRIMARY KEY (call_id, evaluator_key, evaluator_version)
) ENGINE = InnoDB ${binary}
