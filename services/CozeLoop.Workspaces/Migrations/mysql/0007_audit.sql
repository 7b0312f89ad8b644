CREATE TABLE audit (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    workspace_id BIGINT NOT NULL,
    time_ms BIGINT NOT NULL,
    actor LONGTEXT NOT NULL,
    action LONGTEXT NOT NULL,
    subject LONGTEXT NOT NULL,
    detail LONGTEXT NULL
) ENGINE = InnoDB ${binary}
