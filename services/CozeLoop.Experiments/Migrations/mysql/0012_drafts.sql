CREATE TABLE replay_drafts (
    workspace_id BIGINT NOT NULL,
    actor VARCHAR(200) NOT NULL,
    answers LONGTEXT NOT NULL,
    system_prompt LONGTEXT,
    updated_ms BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, actor)
) ENGINE = InnoDB ${binary}
