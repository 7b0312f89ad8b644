CREATE TABLE waits_told (
    workspace_id BIGINT NOT NULL,
    run_id VARCHAR(64) NOT NULL,
    waits LONGTEXT NOT NULL,
    PRIMARY KEY (workspace_id, run_id)
) ENGINE = InnoDB ${binary}
