CREATE TABLE versions (
    workspace_id BIGINT NOT NULL,
    evaluator_key VARCHAR(128) NOT NULL,
    version BIGINT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    config LONGTEXT NOT NULL,
    description LONGTEXT NOT NULL,
    actor LONGTEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, evaluator_key, version)
) ENGINE = InnoDB ${binary}
