CREATE TABLE labels (
    workspace_id BIGINT NOT NULL,
    prompt_key VARCHAR(128) NOT NULL,
    label VARCHAR(64) NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, prompt_key, label)
) ENGINE = InnoDB ${binary}
