CREATE TABLE evaluators (
    workspace_id BIGINT NOT NULL,
    evaluator_key VARCHAR(128) NOT NULL,
    name LONGTEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, evaluator_key)
) ENGINE = InnoDB ${binary}
