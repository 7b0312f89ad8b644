CREATE TABLE judgements (
    workspace_id BIGINT NOT NULL,
    subject_id VARCHAR(200) NOT NULL,
    evaluator_key VARCHAR(128) NOT NULL,
    evaluator_version BIGINT NOT NULL,
    run_id VARCHAR(64) NOT NULL,
    lane VARCHAR(32) NOT NULL,
    since BIGINT NOT NULL,
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    owner VARCHAR(32),
    lease BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, subject_id, evaluator_key, evaluator_version)
) ENGINE = InnoDB ${binary}
