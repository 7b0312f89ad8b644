CREATE TABLE versions (
    workspace_id BIGINT NOT NULL,
    prompt_key VARCHAR(128) NOT NULL,
    version BIGINT NOT NULL,
    messages LONGTEXT NOT NULL,
    description LONGTEXT NOT NULL,
    actor LONGTEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, prompt_key, version)
) ENGINE = InnoDB ${binary}
