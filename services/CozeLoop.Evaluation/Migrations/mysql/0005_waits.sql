CREATE TABLE waits (
    workspace_id BIGINT NOT NULL,
    subject_id VARCHAR(200) NOT NULL,
    since BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, subject_id)
) ENGINE = InnoDB ${binary}
