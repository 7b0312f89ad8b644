CREATE TABLE drafts (
    workspace_id BIGINT NOT NULL,
    prompt_key VARCHAR(128) NOT NULL,
    messages LONGTEXT NOT NULL,
    based_on BIGINT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, prompt_key)
) ENGINE = InnoDB ${binary}
