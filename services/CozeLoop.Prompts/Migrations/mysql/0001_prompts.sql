-- draft_revision rises with every change of the draft: with created_at it is the ETag.
CREATE TABLE prompts (
    workspace_id BIGINT NOT NULL,
    prompt_key VARCHAR(128) NOT NULL,
    name LONGTEXT NOT NULL,
    sample INTEGER NOT NULL,
    draft_revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, prompt_key)
) ENGINE = InnoDB ${binary}
