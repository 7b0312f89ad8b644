CREATE TABLE workspaces (
    id BIGINT NOT NULL PRIMARY KEY,
    name LONGTEXT NOT NULL,
    created_ms BIGINT NOT NULL
) ENGINE = InnoDB ${binary}
